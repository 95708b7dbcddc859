// What setting a duty's last day takes, whatever moves it: its period, the calendar that covers it,
// and the days of its notices. For domain/duty and domain/extension.
#pragma once

#include "core/working_days.hpp"
#include "domain/duty.hpp"
#include "domain/periods.hpp"

#include <string_view>

namespace badgewatch::domain {

// Its row of config/reference/statutory_periods.json.
std::string_view period_name(DutyKind kind);

// Errc::unavailable when the reference data lack it. Never null.
core::Result<const Period*> period_of(std::string_view name, core::Date day,
                                      const Periods& periods);

// Errc::unavailable when the bank holidays of that day are not loaded. Days before the first loaded
// year are reckoned by weekends: what is years late stays late.
core::Result<void> check_covered(core::Date due_on, const core::WorkingDays& calendar);

// By its last day. A reminder that would come on the period's first day, or before, says no more
// than what began it and is left out: it stands behind the last day, on which the duty is overdue.
core::Result<void> set_notices(Duty& duty, const core::WorkingDays& calendar,
                               const Periods& periods);

}  // namespace badgewatch::domain
