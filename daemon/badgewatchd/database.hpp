// The register's database, embedded or given: opened, brought up to date, with its reference data.
#pragma once

#include "app/reference.hpp"
#include "cluster/cluster.hpp"
#include "config/config.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "store/erasure_ledger.hpp"
#include "store/migrations.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace badgewatch::daemon {

// What to do where another badgewatchd runs the embedded PostgreSQL already.
enum class Running { refuse, join };

// The server, with nothing read or changed in it yet but its roles.
struct Server {
  std::unique_ptr<cluster::Cluster> cluster;  // null where `database.url` names a server
  // libpq connection text for a database role by name. Valid as long as `cluster`.
  std::function<std::string(const std::string& role)> conninfo;

  bool is_joined() const { return cluster != nullptr && cluster->is_joined(); }
};

// Starts the embedded PostgreSQL where no other is configured, and makes the roles there. A given
// one that could lose what it confirms, or is a standby, is refused (Errc::invalid).
core::Result<Server> open_server(const Config& config, Running running);

// Whose work the database is opened for.
enum class Purpose {
  serve,    // makes what is missing, and runs the embedded PostgreSQL alone
  command,  // works on a register that is there, also beside a daemon that serves from it
  migrate   // as a command, but a given server may be empty
};

struct Database {
  std::unique_ptr<cluster::Cluster> cluster;  // null where `database.url` names a server
  std::function<std::string(const std::string& role)> conninfo;
  std::unique_ptr<store::Store> store;
  store::MigrationReport migrations;
  store::DataKey lookup_key;  // what other keyed hashes of the register are made with
  store::LedgerPlace ledger;
};

// Opens the server, migrates, checks the master key, opens the store, and loads config/reference
// where there are no reference data yet. Refused while a restore into this state is unfinished.
core::Result<Database> open_database(const Config& config, const core::Clock& clock,
                                     core::Randomness& randomness, Purpose purpose);

store::StoreOptions store_options(const Config& config, const store::SealingKeys& keys,
                                  const std::function<std::string(const std::string&)>& conninfo);

// For keys and the like: mode 0700 where it is not there yet.
core::Result<void> make_private_folder(const std::filesystem::path& path);

// There from the first step of a restore to its last.
std::filesystem::path unfinished_restore(const Config& config);

// Replaces the reference data by those of `reference.directory`, when they can be read whole.
core::Result<void> load_reference(const Config& config, store::Store& store,
                                  const core::Clock& clock, core::Randomness& randomness);

}  // namespace badgewatch::daemon
