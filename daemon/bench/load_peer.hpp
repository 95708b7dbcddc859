// The peer of a load: the same rows copied into a table of PostgreSQL's own, a thousand for each
// commit, unsealed and without feed, log, index or watch. What the database alone takes on this
// disk.
#pragma once

#include "core/result.hpp"
#include "sample/roster.hpp"

#include <string>

namespace badgewatch::bench {

// Rows a second. `directory` is an empty folder; a PostgreSQL is made in it, set up like the
// daemon's. Says `load_peer` too.
core::Result<double> run_load_peer(const std::string& directory, const sample::Roster& roster);

}  // namespace badgewatch::bench
