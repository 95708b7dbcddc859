// Whether the reference data still reach far enough: a period that is reckoned without next year's
// bank holidays ends on the wrong day.
#pragma once

#include "core/date.hpp"

#include <optional>
#include <string>

namespace badgewatch::domain {

// Bank holidays are published years ahead; the longest period of working days is well within these.
inline constexpr int enough_holiday_days = 120;

// What an operator is told of bank holidays that are known up to `covered_to`; nothing while that
// is enough.
std::optional<std::string> remark_on_holidays(core::Date covered_to, core::Date today);

}  // namespace badgewatch::domain
