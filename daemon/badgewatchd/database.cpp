#include "badgewatchd/database.hpp"

#include "badgewatchd/reference_files.hpp"
#include "core/key_file.hpp"
#include "proof/leaf.hpp"
#include "store/erasure_ledger.hpp"
#include "store/key_mark.hpp"
#include "store/server_address.hpp"
#include "store/server_check.hpp"

#include <array>

namespace badgewatch::daemon {

namespace {

constexpr std::array roles{"bw_migrate", "bw_app",   "bw_match", "bw_record",
                           "bw_follow",  "bw_watch", "bw_backup"};

// A given server: one login that may take on each role.
core::Result<Server> given_server(const std::string& url) {
  auto address = store::ServerAddress::read(url);
  if (!address) return address.error();
  Server server;
  server.conninfo = [address = std::move(*address)](const std::string& role) {
    return address.conninfo(role);
  };
  if (auto fit = store::check_server(server.conninfo("bw_migrate")); !fit) return fit.error();
  return server;
}

core::Result<std::unique_ptr<cluster::Cluster>> open_cluster(const Config& config,
                                                             Running running) {
  cluster::ClusterOptions options;
  options.state_directory = config.state_directory.string();
  for (const auto* role : roles)
    options.roles.emplace_back(role);
  return running == Running::join ? cluster::Cluster::open_or_join(std::move(options))
                                  : cluster::Cluster::open(std::move(options));
}

// A running daemon brings the database to its own shape; a command beside it leaves it so.
core::Result<store::MigrationReport> bring_up_to_date(const Server& server, const Config& config,
                                                      const core::Clock& clock) {
  const auto sql = config.database.migrations_directory.string();
  if (!server.is_joined()) return store::migrate(server.conninfo("bw_migrate"), sql, clock.now());
  auto report = store::pending_migrations(server.conninfo("bw_migrate"), sql);
  if (report && !report->pending.empty())
    return core::Error(core::Errc::unavailable,
                       "The badgewatchd that runs here is older than this one. Restart it first.");
  return report;
}

core::Error about_key(const Config& config, const std::string& what) {
  return {core::Errc::invalid, "The master key " + config.keys.master_key_file.string() + " " +
                                   what +
                                   " This register was sealed with a master key: put back the copy "
                                   "that you kept, or name it in keys.master_key_file."};
}

// A new register makes its key; one that was sealed before takes no other.
core::Result<core::Hash> master_key(const Config& config, const std::string& conninfo,
                                    core::Randomness& randomness) {
  const auto& path = config.keys.master_key_file;
  const auto mark = store::read_key_mark(conninfo);
  if (!mark) return mark.error();
  if (!*mark) make_private_folder(path.parent_path());
  const auto key = *mark ? core::read_key_file(path.string())
                         : core::read_or_create_key_file(path.string(), randomness);
  if (!key && key.error().code() == core::Errc::not_found)
    return about_key(config, "is not there.");
  if (!key) return core::Error(key.error().code(), path.string() + ": " + key.error().detail());
  if (*mark && **mark != store::key_mark_of(*key)) return about_key(config, "is another one.");
  if (!*mark)
    if (auto noted = store::write_key_mark(conninfo, store::key_mark_of(*key)); !noted)
      return noted.error();
  return key;
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

core::Result<Server> open_server(const Config& config, Running running) {
  if (!config.database.url.empty()) return given_server(config.database.url);
  auto cluster = open_cluster(config, running);
  if (!cluster) return cluster.error();
  Server server;
  server.cluster = std::move(*cluster);
  server.conninfo = [&open = *server.cluster](const std::string& role) {
    return open.conninfo(role);
  };
  if (server.is_joined()) return server;
  auto made = store::prepare_roles(server.cluster->superuser_conninfo(),
                                   config.database.migrations_directory.string());
  if (!made) return made.error();
  return server;
}

store::StoreOptions store_options(const Config& config, const core::Hash& master_key,
                                  const std::function<std::string(const std::string&)>& conninfo) {
  store::StoreOptions options;
  options.conninfo = [conninfo](store::Role role) {
    return conninfo(std::string(store::name_of(role)));
  };
  options.master_key = master_key;
  options.app_sessions = config.database.sessions;
  options.lease_wait = std::chrono::milliseconds(config.database.session_wait_ms);
  options.statement_timeout = std::chrono::milliseconds(config.database.statement_timeout_ms);
  options.lock_timeout = std::chrono::milliseconds(config.database.lock_timeout_ms);
  options.record_wait = options.lease_wait + options.statement_timeout;
  return options;
}

void make_private_folder(const std::filesystem::path& path) {
  if (std::filesystem::create_directories(path))
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

std::filesystem::path unfinished_restore(const Config& config) {
  return config.state_directory / "restore-unfinished";
}

core::Result<Database> open_database(const Config& config, const core::Clock& clock,
                                     core::Randomness& randomness, Running running) {
  if (std::filesystem::exists(unfinished_restore(config)))
    return core::Error(core::Errc::unavailable,
                       "A restore into " + config.state_directory.string() +
                           " was not finished, so what is in it may hold what was erased. Remove "
                           "the folder and restore again.");
  auto server = open_server(config, running);
  if (!server) return server.error();
  auto migrated = bring_up_to_date(*server, config, clock);
  if (!migrated) return migrated.error();
  const auto key = master_key(config, server->conninfo("bw_migrate"), randomness);
  if (!key) return key.error();
  std::filesystem::create_directories(config.retention.erasure_ledger.parent_path());
  if (auto made = store::make_ledger(config.retention.erasure_ledger.string()); !made)
    return made.error();

  Database database;
  database.cluster = std::move(server->cluster);
  database.conninfo = server->conninfo;
  database.migrations = std::move(*migrated);
  database.master_key = *key;
  database.store = std::make_unique<store::Store>(store_options(config, *key, database.conninfo),
                                                  clock, randomness);
  const auto reference = database.store->reference().load();
  if (!reference) return reference.error();
  if (reference->empty())
    if (auto loaded = load_reference(config, *database.store, clock, randomness); !loaded)
      return loaded.error();
  return database;
}

}  // namespace badgewatch::daemon
