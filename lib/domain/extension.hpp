// UK GDPR article 12(3): the answer to a person's request may take two further months, where the
// person was told of it and why within the first.
#pragma once

#include "domain/duty.hpp"

#include <optional>

namespace badgewatch::domain {

// The duty with its later last day, its reckoning saying both; `before`: when it was extended
// already. The further months count with the first from its first day, and what was paused is
// added. Errc::conflict for a kind that has no such thing, one that is not open, that was extended
// before, or whose first period is over; Errc::invalid for a `told_on` before the first day or
// behind `on`.
core::Result<Duty> extend_duty(Duty duty, std::optional<core::Date> before, core::Date on,
                               core::Date told_on, const core::WorkingDays& calendar,
                               const Periods& periods);

}  // namespace badgewatch::domain
