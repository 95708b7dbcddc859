// Where a cluster lives, and under whom.
#pragma once

#include "cluster/account.hpp"
#include "core/result.hpp"

#include <string>

namespace badgewatch::cluster {

struct Placement {
  // HOME: STATE/postgresql, or a folder of its own below the fallback where PostgreSQL's user
  // cannot reach STATE. It belongs to the daemon's user; only `data` in it is PostgreSQL's own.
  std::string home;
  std::string data;
  std::string socket_directory;
  std::string cluster_name;  // one word, the same at every start of the same home
  Account account;           // whom PostgreSQL runs as
};

// Makes the state folder where there is none. Returns its absolute path without symbolic links.
core::Result<std::string> make_state_folder(const std::string& path);

// Decides, makes HOME, and remembers the choice in STATE/postgresql.location where HOME is not in
// STATE. The caller holds the state folder's lock.
core::Result<Placement> place(const std::string& state, const std::string& fallback);

// Where the cluster is that another process runs for this state folder; makes nothing.
core::Result<Placement> running_placement(const std::string& state);

// Makes the socket's folder, mode 0700, owned by the account. Refused when something else is there
// already: another user could have laid it out to be PostgreSQL's stand-in.
core::Result<void> make_socket_folder(const Placement& placement);

}  // namespace badgewatch::cluster
