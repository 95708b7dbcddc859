// The few words that the cluster itself exchanges with its server.
#pragma once

#include "core/result.hpp"

#include <string>

namespace badgewatch::cluster {

// True once the server takes connections. Returns within seconds.
bool accepts_connections(const std::string& conninfo);

// Makes the register's database where there is none.
core::Result<void> ensure_database(const std::string& superuser_conninfo);

}  // namespace badgewatch::cluster
