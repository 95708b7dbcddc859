// A duty's clock in words: its last day, and how many days are left or gone.
#pragma once

#include "core/date.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// "21 December 2026 (27 days left)", "(today)", "(3 days overdue)"; the text itself where it is no
// day. Days of the calendar: working days are reckoned in the last day already.
std::string due_text(std::string_view iso, core::Date today);

// "since today", "for 1 day", "for 27 days".
std::string age_text(core::Date since, core::Date today);

}  // namespace badgewatch::web
