#include "domain/periods.hpp"

namespace badgewatch::domain {

namespace {

core::Date last_day_of_months(core::Date first, int months, bool counts_first_day) {
  const auto corresponding = first.plus_months(months);
  const bool is_there = corresponding.day() == first.day();
  return is_there && counts_first_day ? corresponding.plus_days(-1) : corresponding;
}

}  // namespace

const Period* Periods::in_force(std::string_view name, core::Date day) const {
  const Period* earliest = nullptr;
  for (const auto& period : periods_) {
    if (period.name != name) continue;
    if (period.starts_on <= day && (!period.ends_on || day <= *period.ends_on)) return &period;
    if (earliest == nullptr || period.starts_on < earliest->starts_on) earliest = &period;
  }
  return earliest != nullptr && day < earliest->starts_on ? earliest : nullptr;
}

namespace {

core::Date reckoned(const Period& period, core::Date first, const core::WorkingDays& calendar) {
  const int behind = period.counts_first_day ? 0 : 1;
  switch (period.unit) {
    case PeriodUnit::working_days:
      return calendar.last_day(first.plus_days(behind), period.amount);
    case PeriodUnit::days:
      return first.plus_days(period.amount - 1 + behind);
    case PeriodUnit::months:
      return last_day_of_months(first, period.amount, period.counts_first_day);
    case PeriodUnit::years:
      return last_day_of_months(first, 12 * period.amount, period.counts_first_day);
  }
  return first;
}

}  // namespace

core::Date ended(const Period& period, core::Date day, const core::WorkingDays& calendar) {
  return period.ends_on_working_day ? calendar.last_day(day, 1) : day;
}

core::Date last_day_of(const Period& period, core::Date first, const core::WorkingDays& calendar) {
  return ended(period, reckoned(period, first, calendar), calendar);
}

core::Error not_loaded(std::string what) {
  return {core::Errc::unavailable,
          "The register's reference data lack " + std::move(what) + ". Ask its operator."};
}

}  // namespace badgewatch::domain
