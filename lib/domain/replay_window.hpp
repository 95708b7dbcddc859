// For how long an old check can be asked anew.
#pragma once

#include "core/clock.hpp"

namespace badgewatch::domain {

// What was superseded before this moment no replay needs: the first moment (UTC) of the UK date so
// many months before `now`.
core::Instant replay_window_begins(core::Instant now, int months);

}  // namespace badgewatch::domain
