// A search as the rules of misuse see it: who asked, when and why, and of the person only keyed
// hashes, which tell equal from unequal and nothing else.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/uuid.hpp"
#include "domain/check.hpp"

#include <cstdint>
#include <string>

namespace badgewatch::domain {

// A keyed hash; 0: that was not given.
using Trait = std::uint64_t;

struct SearchTraits {
  Trait person = 0;       // name and date of birth
  Trait particulars = 0;  // these and the numbers
  Trait name = 0;         // alone; spellings of one family are one name
  Trait postcode = 0;
  Trait household = 0;  // surname and postcode sector
  Trait case_reference = 0;
  bool famous = false;     // the name of somebody on the list of well-known people
  bool own_name = false;   // the name of the officer who asks
  bool by_person = false;  // an officer asked, and no system
  friend bool operator==(const SearchTraits&, const SearchTraits&) = default;
};

struct Search {
  core::Uuid check;
  std::string authority;
  std::string actor;  // the officer, key or client
  core::Instant at;
  core::Date day;  // of `at`, in the UK
  int hour = 0;    // likewise
  Purpose purpose = Purpose::new_application;
  bool was_hit = false;
  SearchTraits traits;
};

}  // namespace badgewatch::domain
