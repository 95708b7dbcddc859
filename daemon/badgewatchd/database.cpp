#include "badgewatchd/database.hpp"

#include "badgewatchd/reference_files.hpp"
#include "core/key_file.hpp"
#include "proof/leaf.hpp"

#include <filesystem>

namespace badgewatch::daemon {

namespace {

constexpr std::array roles{store::Role::migrate, store::Role::app,    store::Role::match,
                           store::Role::record,  store::Role::follow, store::Role::watch};

// A given server: one login that may take on each role.
std::string conninfo_at(const std::string& url, store::Role role) {
  const auto separator = url.find('?') == std::string::npos ? "?" : "&";
  return url + separator + "options=-crole%3D" + std::string(store::name_of(role));
}

core::Result<std::unique_ptr<cluster::Cluster>> open_cluster(const Config& config) {
  cluster::ClusterOptions options;
  options.state_directory = config.state_directory.string();
  for (const auto role : roles) options.roles.emplace_back(store::name_of(role));
  options.roles.emplace_back("bw_backup");
  return cluster::Cluster::open(std::move(options));
}

}  // namespace

core::Result<void> load_reference(const Config& config, store::Store& store,
                                  const core::Clock& clock, core::Randomness& randomness) {
  const auto files = read_reference_directory(config.reference.directory);
  if (!files) return files.error();
  if (const auto read = app::read_reference(*files); !read) return read.error();
  const auto leaf = proof::make_leaf({.at = clock.now(),
                                      .kind = "reference_loaded",
                                      .authority = "",
                                      .actor = "operator",
                                      .subject = {},
                                      .detail = "{}"},
                                     clock, randomness);
  return store.reference().replace(*files, leaf, clock.now());
}

core::Result<Database> open_database(const Config& config, const core::Clock& clock,
                                     core::Randomness& randomness) {
  Database database;
  std::function<std::string(store::Role)> conninfo;
  const auto sql = config.database.migrations_directory.string();
  if (config.database.url.empty()) {
    auto cluster = open_cluster(config);
    if (!cluster) return cluster.error();
    database.cluster = std::move(*cluster);
    conninfo = [&running = *database.cluster](store::Role role) {
      return running.conninfo(std::string(store::name_of(role)));
    };
    const auto made = store::prepare_roles(database.cluster->superuser_conninfo(), sql);
    if (!made) return made.error();
  } else {
    conninfo = [url = config.database.url](store::Role role) { return conninfo_at(url, role); };
  }

  auto migrated = store::migrate(conninfo(store::Role::migrate), sql, clock.now());
  if (!migrated) return migrated.error();
  database.migrations = std::move(*migrated);

  std::filesystem::create_directories(config.keys.master_key_file.parent_path());
  const auto key = core::read_or_create_key_file(config.keys.master_key_file.string(), randomness);
  if (!key) return key.error();
  database.master_key = *key;

  store::StoreOptions options;
  options.conninfo = std::move(conninfo);
  options.master_key = *key;
  options.app_sessions = config.database.sessions;
  options.lease_wait = std::chrono::milliseconds(config.database.session_wait_ms);
  options.statement_timeout = std::chrono::milliseconds(config.database.statement_timeout_ms);
  options.lock_timeout = std::chrono::milliseconds(config.database.lock_timeout_ms);
  database.store = std::make_unique<store::Store>(std::move(options), clock, randomness);

  const auto reference = database.store->reference().load();
  if (!reference) return reference.error();
  if (reference->empty())
    if (auto loaded = load_reference(config, *database.store, clock, randomness); !loaded)
      return loaded.error();
  return database;
}

}  // namespace badgewatch::daemon
