#include "ports/holds.hpp"

#include <algorithm>

namespace badgewatch::ports {

core::Result<void> may_release(const Hold& hold, const Caller& caller, const HoldRelease& release) {
  if (hold.state != domain::HoldState::open)
    return core::Error(core::Errc::conflict, "This hold has been released already.");
  if (std::find(hold.posted_by.begin(), hold.posted_by.end(), caller.actor) != hold.posted_by.end())
    return core::Error(core::Errc::forbidden,
                       "Who entered what is held does not release it: that takes a second person.");
  if (hold.entries != release.entries)
    return core::Error(core::Errc::conflict,
                       "There are " + std::to_string(hold.entries) +
                           " entries in this hold by now: look at them all first.");
  return {};
}

}  // namespace badgewatch::ports
