#include "cluster/cluster.hpp"

#include <unistd.h>

namespace badgewatch::cluster {

core::Result<std::string> postgresql_bin_directory() {
  for (const std::string directory : {"/usr/lib/postgresql/15/bin", "/usr/pgsql-15/bin"}) {
    const bool complete = access((directory + "/postgres").c_str(), X_OK) == 0 &&
                          access((directory + "/initdb").c_str(), X_OK) == 0;
    if (complete) return directory;
  }
  return core::Error(core::Errc::unavailable,
                     "PostgreSQL 15 is not installed. Install it (on Debian: apt-get install "
                     "postgresql-15), or name a database in the configuration.");
}

}  // namespace badgewatch::cluster
