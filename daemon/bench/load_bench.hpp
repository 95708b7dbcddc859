// How fast a running register takes licences and decisions over HTTP.
#pragma once

#include "bench/people.hpp"
#include "client/target.hpp"

#include <string>

namespace badgewatch::bench {

// Pushes one licence for each driver of the roster as the key's authority's own, made as they are
// sent. A second run with the same seed measures unchanged rows. Ends with 1 when it was cut off.
// With a `peer_directory` (an empty folder) the same rows go into a bare PostgreSQL afterwards.
int run_load(const PeopleOptions& options, client::Target target,
             const std::string& peer_directory);

// Pushes the decisions planted for such a roster, one for every 50 drivers of it, as the key's
// authority's own. A roster longer than the register's adds entries about people nobody licenses.
int run_load_decisions(const PeopleOptions& options, client::Target target);

}  // namespace badgewatch::bench
