// Processes of PostgreSQL that outlived a daemon or a server that was killed.
#pragma once

#include "cluster/placement.hpp"
#include "core/result.hpp"

#include <string>

namespace badgewatch::cluster {

// Ends them: a server by a fast, then by an immediate shutdown; server processes without a server
// at once, as PostgreSQL cannot start beside them. Then removes a stale postmaster.pid, whose
// number may be a stranger's by now. The caller holds the lock that keeps other daemons away. Reads
// /proc; takes as long as the shutdown, at most a minute.
core::Result<void> end_leftovers(const Placement& placement, const std::string& programs);

// Kills at once what a server that was killed has left: processes that are halted, or wait in vain,
// and so never see that it is gone. Who does see it has ended before.
void kill_orphans(const Placement& placement, const std::string& programs);

}  // namespace badgewatch::cluster
