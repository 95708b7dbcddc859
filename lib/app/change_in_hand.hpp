// From an entry as it stands, and what is to happen to it, to the entry as it stands then. Pure.
#pragma once

#include "app/entry_changes.hpp"

namespace badgewatch::app {

// How it stands on that day, for what may happen to it.
domain::EntryNow now_of(const ports::DecisionRecord& stands, core::Date today);

// The next version of `stands`, with what happened as the last item of its history (its id, time
// and actor are left to the caller). Errc::conflict where it may not happen in this state,
// Errc::invalid where dates, reason, amendment or signatures are not right.
core::Result<ChangeMade> changed_entry(ports::DecisionRecord stands, const ChangeToMake& wanted,
                                       core::Date today);

}  // namespace badgewatch::app
