// A licence that its authority calls revoked or refused, and the entry that the 2022 Act, section
// 2(5), asks of it within 5 working days.
#pragma once

#include "core/date.hpp"
#include "core/result.hpp"
#include "core/working_days.hpp"
#include "domain/licence.hpp"
#include "domain/periods.hpp"

namespace badgewatch::domain {

// The last day for the entry where the licence was pushed so on `since`, which the period begins
// with: when the holder was notified is not known, and was no later. Errc::unavailable when the
// reference data lack the period.
core::Result<core::Date> entry_awaited_until(core::Date since, const core::WorkingDays& calendar,
                                             const Periods& periods);

// Whether it is old: it had run out by itself before it was first pushed, as rows of a council's
// past are. `version` of the licence that said that it ended.
bool is_history(const Licence& licence, std::int64_t version, core::Date since);

// Whether an entry about the holder, decided on that day by the licensing authority, may be of this
// licence: one from before the grant is of an earlier one.
bool may_be_of(core::Date decided_on, const Licence& licence);

}  // namespace badgewatch::domain
