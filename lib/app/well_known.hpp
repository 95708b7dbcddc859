// People whom everybody knows, so that a search of one of them is asked about.
#pragma once

#include "core/result.hpp"
#include "person/person.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::app {

// The words of a name that tell people apart, each by its family of spellings, in the order of the
// alphabet.
std::vector<std::string> name_words(const person::Name& name);

// Immutable, safe from any thread.
class WellKnown {
public:
  WellKnown() = default;
  // The text of config/misuse/well-known.txt. Errc::invalid names the line.
  static core::Result<WellKnown> read(std::string_view text);

  // Whether a search of `person` may be one of somebody on the list: all words of a name of theirs,
  // in any spelling, and no other year of birth. Costs some microseconds.
  bool holds(const person::Person& person) const;
  std::size_t size() const { return people_.size(); }

private:
  struct One {
    std::vector<std::string> words;
    int year = 0;
  };
  std::vector<One> people_;
};

}  // namespace badgewatch::app
