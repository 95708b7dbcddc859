// Bringing a database to the shape that this daemon knows: sql/, in order, each file once.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <memory>
#include <string>
#include <vector>

namespace badgewatch::store {

struct SessionLimits;
class Session;

struct Migration {
  int number = 0;
  std::string file;  // "0001_feed.sql"
};

struct MigrationReport {
  std::vector<Migration> before;   // had run already
  std::vector<Migration> applied;  // ran now
  std::vector<Migration> pending;  // would run: only of pending_migrations()
};

// Makes the roles and the schema (roles.sql of `directory`). `conninfo` is a superuser's, to the
// register's database. Changes nothing where they are there.
core::Result<void> prepare_roles(const std::string& conninfo, const std::string& directory);

// Runs what has not run, as `conninfo` (bw_migrate), each file in a transaction of its own; daemons
// that start at once wait for each other. Refused, naming the file: a file that was edited after it
// ran, a database that a newer daemon migrated, a gap in the numbers.
core::Result<MigrationReport> migrate(const std::string& conninfo, const std::string& directory,
                                      core::Instant now);
// What migrate() would do, without doing it.
core::Result<MigrationReport> pending_migrations(const std::string& conninfo,
                                                 const std::string& directory);

// The number of the last migration in the folder.
core::Result<int> newest_migration(const std::string& directory);

// A session as bw_migrate that has taken on the owner's role.
core::Result<std::unique_ptr<Session>> open_as_owner(const std::string& conninfo,
                                                     const SessionLimits& limits);

}  // namespace badgewatch::store
