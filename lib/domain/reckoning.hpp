// How a last day was reckoned, in words that a person can follow with a calendar beside them.
#pragma once

#include "core/working_days.hpp"
#include "domain/duty.hpp"
#include "domain/periods.hpp"

#include <string>

namespace badgewatch::domain {

// "10 working days beginning with Friday 18 December 2026. Day 1 is Friday 18 December 2026, day 10
// is Tuesday 5 January 2027. Not counted: weekends, 25 December 2026, 28 December 2026, 1 January
// 2027."
std::string reckoning_in_words(const Period& period, core::Date from,
                               const core::WorkingDays& calendar);

// "Paused from Monday 4 January 2027 to Friday 8 January 2027: the last day is ... ."
std::string pause_in_words(const Pause& pause, core::Date due_on);

// "Extended by 2 months, of which the person was told on Monday 4 January 2027: the last day is ...
// ."
std::string extension_in_words(const Period& more, core::Date told_on, core::Date due_on);

// "Friday 18 December 2026".
std::string day_in_words(core::Date day);

}  // namespace badgewatch::domain
