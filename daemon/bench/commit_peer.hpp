// The peer of a check: one row inserted and committed for each, over libpq, by as many connections
// as the checks have. What a register without group commit could do at best on this disk.
#pragma once

#include "core/result.hpp"

#include <string>

namespace badgewatch::bench {

struct PeerOptions {
  std::string directory;  // an empty folder; a PostgreSQL is made in it, set up like the daemon's
  unsigned connections = 8;
  unsigned run_seconds = 5;
};

// Commits a second. Says `commit_peer` too.
core::Result<double> run_commit_peer(const PeerOptions& options);

}  // namespace badgewatch::bench
