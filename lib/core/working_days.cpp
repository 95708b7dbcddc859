#include "core/working_days.hpp"

#include <utility>

namespace badgewatch::core {

WorkingDays::WorkingDays(std::set<Date> holidays, Date covered_from, Date covered_to)
    : holidays_(std::move(holidays)), covered_from_(covered_from), covered_to_(covered_to) {}

bool WorkingDays::is_working_day(Date day) const {
  if (day.weekday() >= 6) return false;
  return !covers(day, day) || !holidays_.contains(day);
}

Date WorkingDays::last_day(Date first, int count) const {
  Date day = first;
  for (int counted = is_working_day(day) ? 1 : 0; counted < count;) {
    day = day.plus_days(1);
    if (is_working_day(day)) ++counted;
  }
  return day;
}

bool WorkingDays::covers(Date first, Date last) const {
  return covered_from_ <= first && last <= covered_to_;
}

}  // namespace badgewatch::core
