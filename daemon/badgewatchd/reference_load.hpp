// What loading the reference data would do to authorities that have ended.
#pragma once

#include "badgewatchd/commands.hpp"

namespace badgewatch::daemon {

// Says which authorities would be taken over, and what they hold; loads nothing.
int preview_reference_data(const Config& config, const Environment& environment);

}  // namespace badgewatch::daemon
