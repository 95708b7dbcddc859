// `badgewatchd admin dispute`: that a driver disputes an entry, marked in their name by the
// register's operator, where they turned to the register and not to a council.
#pragma once

#include "badgewatchd/commands.hpp"

#include <string>

namespace badgewatch::daemon {

struct DisputeWanted {
  std::string entry;   // the decision's id
  std::string reason;  // what the driver says, in short; kept sealed
};

// Each prints how the entry stands, a JSON line.
int mark_dispute(const Config& config, const Environment& environment, const DisputeWanted& wanted);
int lift_dispute(const Config& config, const Environment& environment, const DisputeWanted& wanted);

}  // namespace badgewatch::daemon
