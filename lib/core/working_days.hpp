// Working days: not a Saturday, a Sunday or a bank holiday in England
// (Taxis and Private Hire Vehicles (Safeguarding and Road Safety) Act 2022, section 9).
#pragma once

#include "core/date.hpp"

#include <set>

namespace badgewatch::core {

// Immutable once built, so safe from any thread.
class WorkingDays {
public:
  // `holidays` are complete from `covered_from` to `covered_to`; outside of that only weekends
  // count.
  WorkingDays(std::set<Date> holidays, Date covered_from, Date covered_to);

  bool is_working_day(Date day) const;

  // The last day of a period of `count` working days beginning with `first`: `first` is day 1 if it
  // is a working day, else the next working day is. `count` is at least 1.
  Date last_day(Date first, int count) const;

  // True when every day from `first` to `last` is within the covered years.
  bool covers(Date first, Date last) const;
  Date covered_to() const { return covered_to_; }

private:
  std::set<Date> holidays_;
  Date covered_from_;
  Date covered_to_;
};

}  // namespace badgewatch::core
