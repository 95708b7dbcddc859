// The register's database, embedded or given: opened, brought up to date, with its reference data.
#pragma once

#include "app/reference.hpp"
#include "cluster/cluster.hpp"
#include "config/config.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "store/migrations.hpp"
#include "store/store.hpp"

#include <memory>
#include <string>

namespace badgewatch::daemon {

struct Database {
  std::unique_ptr<cluster::Cluster> cluster;  // null where `database.url` names a server
  std::unique_ptr<store::Store> store;
  store::MigrationReport migrations;
  core::Hash master_key{};
};

// Starts the embedded PostgreSQL where no other is configured, makes the roles, migrates, opens the
// store, and loads config/reference where there are no reference data yet.
core::Result<Database> open_database(const Config& config, const core::Clock& clock,
                                     core::Randomness& randomness);

// Replaces the reference data by those of `reference.directory`, when they can be read whole.
core::Result<void> load_reference(const Config& config, store::Store& store,
                                  const core::Clock& clock, core::Randomness& randomness);

}  // namespace badgewatch::daemon
