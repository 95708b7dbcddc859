// config/sample, read: the cultures, places and spellings that people are made of.
#pragma once

#include "core/date.hpp"
#include "sample/weighted.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::sample {

// Shares are percentages.
struct Culture {
  std::string name;
  double women = 0;
  double born_abroad = 0;
  double new_year = 0;  // of those born abroad: recorded as born on 1 January
  double prefix = 0;    // of the men
  double middle = 0;
  double full_only = 0;
  Weighted<std::string> prefixes;
  Weighted<std::string> given_men, given_women;
  Weighted<std::string> middle_men, middle_women;
  Weighted<std::string> family_men, family_women;
};

struct Place {
  std::string town;
  std::string outward;
};

struct Area {
  std::string authority;
  double weight = 0;
  std::string setting;
  std::string region;
  core::Date starts_on;
  std::optional<core::Date> ends_on;
  std::vector<Place> places;

  bool in_force(core::Date day) const { return starts_on <= day && (!ends_on || day <= *ends_on); }
};

struct Tables {
  std::vector<Culture> cultures;
  std::map<std::string, Weighted<const Culture*>, std::less<>> mixtures;  // by setting
  std::vector<Area> areas;
  std::vector<std::vector<std::string>> families;
  Weighted<std::string> streets;

  // The other spellings of `name`; empty when it is of no family.
  std::vector<std::string_view> other_spellings(std::string_view name) const;
};

// Read at the first call. Thread safe. Throws std::logic_error where a file is not of its form.
const Tables& tables();

}  // namespace badgewatch::sample
