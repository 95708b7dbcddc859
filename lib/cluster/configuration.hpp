// What PostgreSQL is told: postgresql.conf, pg_hba.conf and pg_ident.conf.
#pragma once

#include "cluster/placement.hpp"
#include "core/result.hpp"

#include <string>
#include <vector>

namespace badgewatch::cluster {

inline constexpr const char* superuser = "postgres";
inline constexpr const char* database = "badgewatch";

std::string server_settings(const Placement& placement, const std::vector<std::string>& further);

// Peer authentication over the socket is the only way in.
std::string access_rules();

// Which users of the system may log in as which roles.
std::string peer_map(const std::vector<std::string>& system_users,
                     const std::vector<std::string>& roles);

// Writes all three into the home: they belong to the daemon's user, so PostgreSQL cannot change
// them.
core::Result<void> write_configuration(const Placement& placement,
                                       const std::vector<std::string>& roles,
                                       const std::vector<std::string>& further);

// The server's command line. What must hold whatever a configuration file says, or ALTER SYSTEM,
// stands here, because the command line wins.
std::vector<std::string> server_arguments(const Placement& placement);

// libpq's connection text; values quoted as libpq reads them.
std::string connection_text(const Placement& placement, const std::string& role,
                            const std::string& to_database);

}  // namespace badgewatch::cluster
