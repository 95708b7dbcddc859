#include "domain/periods.hpp"

namespace badgewatch::domain {

namespace {

core::Date last_day_of_months(core::Date first, int months) {
  const auto corresponding = first.plus_months(months);
  return corresponding.day() == first.day() ? corresponding.plus_days(-1) : corresponding;
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

core::Date last_day_of(const Period& period, core::Date first, const core::WorkingDays& calendar) {
  switch (period.unit) {
    case PeriodUnit::working_days:
      return calendar.last_day(first, period.amount);
    case PeriodUnit::days:
      return first.plus_days(period.amount - 1);
    case PeriodUnit::months:
      return last_day_of_months(first, period.amount);
    case PeriodUnit::years:
      return last_day_of_months(first, 12 * period.amount);
  }
  return first;
}

core::Error not_loaded(std::string what) {
  return {core::Errc::unavailable,
          "The register's reference data lack " + std::move(what) + ". Ask its operator."};
}

}  // namespace badgewatch::domain
