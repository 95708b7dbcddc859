#include "web/iso_week.hpp"

namespace badgewatch::web {

// A week is of the year that its Thursday is in.
std::string iso_week_of(core::Date day) {
  constexpr int thursday = 4;
  const auto middle = day.plus_days(thursday - static_cast<int>(day.weekday()));
  const auto first = *core::Date::of(middle.year(), 1, 1);
  const auto week = (middle.days_since_1970() - first.days_since_1970()) / 7 + 1;
  return std::to_string(middle.year()) + (week < 10 ? "-W0" : "-W") + std::to_string(week);
}

}  // namespace badgewatch::web
