// The statutory periods, as data with start dates: config/reference/statutory_periods.json.
#pragma once

#include "core/date.hpp"
#include "core/result.hpp"
#include "core/working_days.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class PeriodUnit { working_days, days, months, years };

struct Period {
  std::string name;  // "enter_decision"
  int amount = 0;
  PeriodUnit unit = PeriodUnit::days;
  core::Date starts_on;
  std::optional<core::Date> ends_on;
  std::string basis;
  bool counts_first_day = true;  // false: the day behind the one that it begins with is day 1
  // Where its last day is no working day, the next one is the last.
  bool ends_on_working_day = false;
};

// Immutable; safe from any thread.
class Periods {
public:
  Periods() = default;
  explicit Periods(std::vector<Period> periods) : periods_(std::move(periods)) {}
  // The period of that name in force on `day`; before the first one began, the first, since older
  // decisions are taken too; null when there is none.
  const Period* in_force(std::string_view name, core::Date day) const;
  const std::vector<Period>& all() const { return periods_; }

private:
  std::vector<Period> periods_;
};

// The last day of a period that begins with `first`, which is day 1 where it counts; of working
// days: if it is one, else the next one is. Months and years end by the corresponding-date rule, on
// that day itself where the first does not count: where the later month lacks the day, its last day
// ends them.
core::Date last_day_of(const Period& period, core::Date first, const core::WorkingDays& calendar);

// `day`, or where the period has to end on a working day and that is none, the next one.
core::Date ended(const Period& period, core::Date day, const core::WorkingDays& calendar);

// Errc::unavailable that names what of the reference data is missing.
core::Error not_loaded(std::string what);

}  // namespace badgewatch::domain
