#include "badgewatchd/database.hpp"

#include "badgewatchd/master_key_files.hpp"
#include "badgewatchd/reference_files.hpp"
#include "badgewatchd/signals.hpp"
#include "cluster/placement.hpp"
#include "core/log.hpp"
#include "proof/leaf.hpp"
#include "store/given_server.hpp"
#include "store/register_id.hpp"
#include "store/server_address.hpp"
#include "store/server_check.hpp"

#include <array>

namespace badgewatch::daemon {

namespace {

constexpr std::array roles{"bw_migrate", "bw_app",   "bw_match",  "bw_record",
                           "bw_follow",  "bw_watch", "bw_log",    "bw_misuse",
                           "bw_access",  "bw_audit", "bw_backup", "bw_webhook"};

// Of the feed, the log, the watch, sign-in, runs of reconciliation, the jobs, commands beside the
// daemon, and PostgreSQL's reserve.
constexpr unsigned other_connections = 102;

// A given server: one login that may take on each role.
core::Result<Server> given_server(const std::string& url) {
  auto address = store::ServerAddress::read(url);
  if (!address) return address.error();
  Server server;
  server.conninfo = [address = std::move(*address)](const std::string& role) {
    return address.conninfo(role);
  };
  for (const auto* role : roles)
    if (auto tried = store::try_connection(server.conninfo(role)); !tried) return tried.error();
  if (auto fit = store::check_server(server.conninfo("bw_migrate")); !fit) return fit.error();
  return server;
}

core::Result<std::unique_ptr<cluster::Cluster>> open_cluster(const Config& config,
                                                             Running running) {
  cluster::ClusterOptions options;
  options.state_directory = config.state_directory.string();
  for (const auto* role : roles)
    options.roles.emplace_back(role);
  options.stop = stop_is_wanted;
  options.settings.push_back("max_connections = " +
                             std::to_string(config.database.sessions + other_connections));
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

core::Error no_register(const Config& config) {
  return {core::Errc::invalid, "There is no register in " + config.state_directory.string() +
                                   ". Is that the folder (--state, state.directory)? "
                                   "`badgewatchd serve` makes a new one."};
}

// A command makes no register: whoever mistypes the folder's name would work on an empty one.
core::Result<void> check_state(const Config& config, Purpose purpose) {
  if (purpose == Purpose::serve) {
    const auto made = cluster::make_state_folder(config.state_directory.string());
    if (!made) return made.error();
    return {};
  }
  if (!config.database.url.empty()) return {};
  namespace fs = std::filesystem;
  const auto& state = config.state_directory;
  std::error_code error;
  const auto found = fs::status(state / "postgresql" / "data", error).type();
  if (found == fs::file_type::directory || fs::exists(state / "postgresql.location", error) ||
      fs::exists(unfinished_restore(config), error))
    return {};
  if (error == std::errc::permission_denied)
    return core::Error(core::Errc::unavailable,
                       state.string() +
                           " cannot be looked into. Run the command as the user that "
                           "runs badgewatchd, or as root.");
  return no_register(config);
}

core::Result<void> check_schema(const Server& server, const Config& config) {
  if (config.database.url.empty()) return {};
  const auto report = store::pending_migrations(server.conninfo("bw_migrate"),
                                                config.database.migrations_directory.string());
  if (!report) return report.error();
  if (!report->before.empty()) return {};
  return core::Error(core::Errc::invalid,
                     "There is no register in the database of database.url. `badgewatchd migrate` "
                     "or `badgewatchd serve` makes one.");
}

// A register that is not new had one: what it named is lost with it, but for what the database
// knows.
void tell_of_lost_ledger(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error || size == 0)
    core::log(core::LogLevel::error, "the erasure ledger is lost: it is begun anew",
              {{"file", path.string()}, {"found", error ? "no file" : "an empty file"}});
}

core::Result<store::LedgerPlace> open_ledger(const Config& config, const Server& server,
                                             const store::MigrationReport& migrated) {
  const auto& path = config.retention.erasure_ledger;
  const auto id = store::read_register_id(server.conninfo("bw_migrate"));
  if (!id) return id.error();
  store::LedgerPlace place{path.string(), *id};
  std::error_code ignored;
  if (!std::filesystem::is_directory(path.parent_path(), ignored))
    if (auto made = make_private_folder(path.parent_path()); !made) return made.error();
  // Of several daemons on one server each has its own, and a new one begins.
  if (server.cluster && !migrated.before.empty()) tell_of_lost_ledger(path);
  if (auto made = store::make_ledger(place); !made) return made.error();
  return place;
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

store::StoreOptions store_options(const Config& config, const store::SealingKeys& keys,
                                  const std::function<std::string(const std::string&)>& conninfo) {
  store::StoreOptions options;
  options.conninfo = [conninfo](store::Role role) {
    return conninfo(std::string(store::name_of(role)));
  };
  options.keys = keys;
  options.app_sessions = config.database.sessions;
  options.lease_wait = std::chrono::milliseconds(config.database.session_wait_ms);
  options.statement_timeout = std::chrono::milliseconds(config.database.statement_timeout_ms);
  options.lock_timeout = std::chrono::milliseconds(config.database.lock_timeout_ms);
  options.misuse_months = static_cast<int>(config.misuse.kept_months);
  options.officer_months = static_cast<int>(config.sign_in.disabled_kept_months);
  options.hold_limits.floor = config.holds.entries_a_day;
  options.hold_limits.times = config.holds.times_the_busiest_day;
  options.hold_limits.others = config.holds.licensees_of_others;
  options.hold_limits.window_hours = static_cast<int>(config.holds.window_hours);
  options.record_wait = options.lease_wait + options.statement_timeout;
  return options;
}

core::Result<void> make_private_folder(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::create_directories(path, error))
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  if (!error && !std::filesystem::is_directory(path, error) && !error)
    error = std::make_error_code(std::errc::not_a_directory);
  if (error)
    return core::Error(core::Errc::unavailable, "The folder " + path.string() +
                                                    " could not be made: " + error.message() + ".");
  return {};
}

std::filesystem::path unfinished_restore(const Config& config) {
  return config.state_directory / "restore-unfinished";
}

core::Result<Database> open_database(const Config& config, const core::Clock& clock,
                                     core::Randomness& randomness, Purpose purpose) {
  if (auto there = check_state(config, purpose); !there) return there.error();
  std::error_code ignored;
  if (std::filesystem::exists(unfinished_restore(config), ignored))
    return core::Error(core::Errc::unavailable,
                       "A restore into " + config.state_directory.string() +
                           " was not finished, so what is in it may hold what was erased. Remove "
                           "the folder and restore again.");
  const auto running = purpose == Purpose::serve ? Running::refuse : Running::join;
  auto server = open_server(config, running);
  if (!server) return server.error();
  if (purpose == Purpose::command)
    if (auto there = check_schema(*server, config); !there) return there.error();
  // Before anything is changed, the schema too.
  const auto as_migrate = server->conninfo("bw_migrate");
  if (auto fits = check_master_keys(config.keys, as_migrate); !fits) return fits.error();
  auto migrated = bring_up_to_date(*server, config, clock);
  if (!migrated) return migrated.error();
  const auto keys = unlock_register(config.keys, as_migrate, randomness);
  if (!keys) return keys.error();
  auto ledger = open_ledger(config, *server, *migrated);
  if (!ledger) return ledger.error();

  Database database;
  database.cluster = std::move(server->cluster);
  database.conninfo = server->conninfo;
  database.migrations = std::move(*migrated);
  database.lookup_key = keys->lookup;
  database.ledger = std::move(*ledger);
  database.store = std::make_unique<store::Store>(store_options(config, *keys, database.conninfo),
                                                  clock, randomness);
  const auto reference = database.store->reference().load();
  if (!reference) return reference.error();
  if (reference->empty())
    if (auto loaded = load_reference(config, *database.store, clock, randomness); !loaded)
      return loaded.error();
  return database;
}

}  // namespace badgewatch::daemon
