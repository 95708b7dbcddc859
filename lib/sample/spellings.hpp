// How one office writes a person differently from another: the mistakes and habits that records of
// one driver differ by.
#pragma once

#include "sample/people.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::sample {

enum class Change {
  other_spelling,  // Mohammed, Muhammad
  order_swapped,   // given and family names in each other's place
  middle_left_out,
  middle_as_initial,
  typing_error,
  former_surname,
  diacritics_dropped,
  run_together,  // Abdul Rahman, Abdulrahman
  day_month_swapped,
};

std::string_view name_of(Change change);

// What the other office wrote.
struct Written {
  std::vector<std::string> given;
  std::string family;
  core::Date born;
  friend bool operator==(const Written&, const Written&) = default;
};

Written as_known(const Identity& identity);

// Nothing where the change makes no difference to this person (no second name to leave out).
std::optional<Written> apply(Change change, const Written& written, const Identity& identity,
                             Draws& draws);

}  // namespace badgewatch::sample
