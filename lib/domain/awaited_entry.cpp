#include "domain/awaited_entry.hpp"

namespace badgewatch::domain {

core::Result<core::Date> entry_awaited_until(core::Date since, const core::WorkingDays& calendar,
                                             const Periods& periods) {
  const auto* period = periods.in_force("enter_decision", since);
  if (period == nullptr) return not_loaded("the period `enter_decision`");
  const auto last = last_day_of(*period, since, calendar);
  if (last > calendar.covered_to())
    return not_loaded("the bank holidays of " + std::to_string(last.year()));
  return last;
}

bool is_history(const Licence& licence, std::int64_t version, core::Date since) {
  return version == 1 && licence.expires_on && *licence.expires_on < since;
}

bool may_be_of(core::Date decided_on, const Licence& licence) {
  return !licence.granted_on || *licence.granted_on <= decided_on;
}

}  // namespace badgewatch::domain
