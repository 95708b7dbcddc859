// A person made ready for comparing.
#pragma once

#include "match/details.hpp"
#include "match/few.hpp"
#include "match/match.hpp"
#include "match/words.hpp"

#include <string>
#include <vector>

namespace badgewatch::match {

struct Profile::Data {
  Data(const person::Person& person, const Frequencies& frequencies);
  Data(const Data&) = delete;
  Data& operator=(const Data&) = delete;

  // The words point into this profile.
  NameList names() const;

  struct Name {
    std::uint16_t words = 0;
    std::uint16_t particles = 0;
    GivenNames given = GivenNames::unknown;
  };

  std::uint32_t table = 0;
  Details details;
  // Which name stands for the person: the first that is current, else the first.
  std::uint8_t shown = 0;
  bool other_script = false;  // a name is written in another script than Latin
  PlaceList places;
  Few<Name, max_names_compared> lengths;
  std::vector<Word> words;  // of all names, one behind the other
  std::string text;         // what the words are views of
};

}  // namespace badgewatch::match
