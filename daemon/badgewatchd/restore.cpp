#include "app/follower.hpp"
#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/backup_set.hpp"
#include "badgewatchd/commands.hpp"
#include "badgewatchd/database.hpp"
#include "badgewatchd/purge.hpp"
#include "badgewatchd/restore_sources.hpp"
#include "cluster/durable_file.hpp"
#include "cluster/programs.hpp"
#include "core/json_writer.hpp"
#include "store/backup_snapshot.hpp"
#include "store/erasure_ledger.hpp"
#include "store/given_server.hpp"
#include "store/master_keys.hpp"
#include "store/register_id.hpp"

#include <fcntl.h>
#include <iostream>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace badgewatch::daemon {

namespace {

namespace fs = std::filesystem;

core::Result<void> copy_key(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (fs::exists(to, error) || !fs::exists(from, error)) return {};
  if (auto made = make_private_folder(to.parent_path()); !made) return made;
  const bool copied = fs::copy_file(from, to, error);
  const int file = copied ? ::open(to.c_str(), O_RDONLY | O_CLOEXEC) : -1;
  const bool kept = file >= 0 && ::fchmod(file, S_IRUSR | S_IWUSR) == 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!kept)
    return core::Error(core::Errc::unavailable, "The key " + to.string() + " cannot be written.");
  return cluster::flush_folder(to.parent_path().string());
}

// The newest to its place, one that it was about to follow beside it. Where they wait in their
// places already, they stay.
core::Result<void> copy_master_keys(const KeysConfig& config, const std::vector<fs::path>& files) {
  std::vector<fs::path> places = {config.master_key_file, config.next_master_key_file};
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    if (*file == config.master_key_file || *file == config.next_master_key_file) continue;
    if (auto copied = copy_key(*file, places.front()); !copied) return copied;
    places.erase(places.begin());
  }
  return {};
}

core::Result<void> begin(const Config& config, const Sources& sources) {
  std::error_code error;
  // PostgreSQL's user passes through it to its own folder.
  if (fs::create_directories(config.state_directory, error))
    fs::permissions(config.state_directory, fs::perms(0711), error);
  auto marked = cluster::write_durably(unfinished_restore(config).string(), "");
  if (!marked) return marked;
  if (auto copied = copy_master_keys(config.keys, sources.master_key_files); !copied) return copied;
  if (auto copied = copy_key(sources.receipt_key_file, config.keys.receipt_key_file); !copied)
    return copied;
  if (auto copied = copy_key(sources.log_key_file, config.keys.log_key_file); !copied)
    return copied;
  fs::create_directories(config.retention.erasure_ledger.parent_path(), error);
  return {};
}

core::Result<void> load_dump(const Server& server, const RestoreOptions& options,
                             const Sources& sources) {
  const auto conninfo = server.conninfo("bw_migrate");
  const auto empty = store::is_empty_register(conninfo);
  if (!empty) return empty.error();
  if (!*empty)
    return core::Error(core::Errc::invalid,
                       "The database holds a register already. A backup is restored into an empty "
                       "schema `badgewatch`, made by sql/roles.sql.");
  const auto address = store::address_for_program(conninfo);
  auto restored = cluster::run_program(
      "pg_restore",
      {"--single-transaction", "--exit-on-error", "--no-owner", "--no-password", "--role=bw_owner",
       "--schema=badgewatch", "--dbname=" + address.conninfo,
       (fs::path(options.from) / dump_file).string()},
      address.password);
  if (!restored) return restored;
  const auto snapshot = store::BackupSnapshot::take(server.conninfo("bw_backup"));
  if (!snapshot) return snapshot.error();
  const auto& head = (*snapshot)->head();
  const auto& wanted = sources.manifest.head;
  if (head.position == wanted.position && head.live == wanted.live && head.digest == wanted.digest)
    return {};
  return core::Error(
      core::Errc::invalid,
      "The restored database is not at the place in its feed that the manifest names. "
      "Take another backup.");
}

// The ledger of the new register: everything that must stay erased, once each.
core::Result<void> write_ledger(const store::LedgerPlace& place,
                                const std::vector<store::Erased>& erased, core::Instant now) {
  std::set<core::Uuid> known;
  if (const auto there = store::read_ledger(place.path))
    for (const auto& one : there->erased)
      known.insert(one.id);
  std::vector<store::Erased> lacking;
  for (const auto& one : erased)
    if (known.insert(one.id).second) lacking.push_back(one);
  return store::append_to_ledger(place, lacking, now);
}

// The id that the dump brought, or that the ledgers know where it brought none.
core::Result<store::LedgerPlace> place_ledger(const Config& config, const Server& server,
                                              const Sources& sources) {
  const auto conninfo = server.conninfo("bw_migrate");
  if (!sources.manifest.register_id && sources.register_id)
    if (auto done = store::adopt_register_id(conninfo, *sources.register_id); !done)
      return done.error();
  const auto id = store::read_register_id(conninfo);
  if (!id) return id.error();
  return store::LedgerPlace{config.retention.erasure_ledger.string(), *id};
}

core::Result<std::size_t> erase_again(const store::LedgerPlace& ledger, store::Store& store,
                                      const Sources& sources, const Environment& environment) {
  std::vector<core::Uuid> ids;
  for (const auto& one : sources.erased)
    ids.push_back(one.id);
  if (auto noted = write_ledger(ledger, sources.erased, environment.clock.now()); !noted)
    return noted.error();
  return store.replay_erasures(ids, environment.clock.now());
}

// Every row unsealed, counted and summed: the same work as the index of a daemon that starts.
core::Result<proof::Head> verify(const Config& config, store::Store& store) {
  const auto feed = store.new_feed();
  auto rules = app::published_rules(*feed);
  if (!rules && rules.error().code() == core::Errc::unavailable) return rules.error();
  if (!rules) {
    std::cout
        << "The table of name frequencies in it cannot be read. The next night learns another.\n";
    rules = app::built_in_rules();
  }
  const std::atomic<bool> stop = false;
  const auto contents =
      app::build_contents(*feed, config.index.build_threads, std::move(*rules), stop);
  if (!contents) return contents.error();
  return (*contents)->applied.head();
}

core::Result<void> note_in_log(store::Store& store, const Environment& environment,
                               const Sources& sources, std::size_t erased_again) {
  core::JsonWriter detail;
  detail.begin_object().member("backup_of", core::to_text(sources.manifest.made_at));
  detail.member("epoch_before", sources.manifest.head.position.epoch.text());
  detail.member("erased_again", erased_again).end_object();
  const auto leaf = proof::make_leaf({.at = environment.clock.now(),
                                      .kind = "restored",
                                      .authority = "",
                                      .actor = "operator",
                                      .subject = {},
                                      .detail = detail.text()},
                                     environment.clock, environment.randomness);
  return store.log_as_operator(leaf);
}

core::Result<void> make_restore(const Config& config, const Environment& environment,
                                const RestoreOptions& options) {
  const auto sources = read_sources(config, options);
  if (!sources) return sources.error();
  if (auto begun = begin(config, *sources); !begun) return begun;
  std::cout << "Restoring the backup of " << core::uk_time_text(sources->manifest.made_at) << " …"
            << std::endl;
  const auto server = open_server(config, Running::refuse);
  if (!server) return server.error();
  if (auto loaded = load_dump(*server, options, *sources); !loaded) return loaded;
  const auto migrated =
      store::migrate(server->conninfo("bw_migrate"), config.database.migrations_directory.string(),
                     environment.clock.now());
  if (!migrated) return migrated.error();

  const auto ledger = place_ledger(config, *server, *sources);
  if (!ledger) return ledger.error();
  const auto keys =
      store::unlock(server->conninfo("bw_migrate"), sources->master_keys, environment.randomness);
  if (!keys) return keys.error();
  auto limits = store_options(config, *keys, server->conninfo);
  limits.statement_timeout = std::chrono::hours(1);
  store::Store store(std::move(limits), environment.clock, environment.randomness);
  const auto again = erase_again(*ledger, store, *sources, environment);
  if (!again) return again.error();
  if (auto begun = store.new_epoch(); !begun) return begun;
  auto expired = purge_expired(store, *ledger, environment, Confirmed::no, [] { return false; });
  if (!expired && expired.error().code() != core::Errc::conflict) return expired.error();
  if (!expired) {
    std::cerr << expired.error().detail() << '\n';
    expired = store::Expired{};
  }
  // What was signed since the backup is not in it: the same log would sign a size twice.
  auto begun = store.begin_log_anew(operator_leaf(environment, "log_begun_anew", "", {}));
  if (!begun) return begun;
  const auto head = verify(config, store);
  if (!head) return head.error();
  if (auto logged = note_in_log(store, environment, *sources, *again); !logged) return logged;

  std::error_code error;
  fs::remove(unfinished_restore(config), error);
  if (auto flushed = cluster::flush_folder(config.state_directory.string()); !flushed)
    return flushed;
  std::cout << "Restored: " << head->live << " records, every one read and summed.\n"
            << *again << " that had been erased since were erased again; "
            << expired->decisions + expired->checks << " were past their last day.\n"
            << "A new epoch has begun: " << head->position.epoch.text() << '\n';
  return {};
}

}  // namespace

int restore(const Config& config, const Environment& environment, const RestoreOptions& options) {
  auto absolute = options;  // PostgreSQL's programs work from another folder
  absolute.from = fs::absolute(options.from).string();
  const auto done = make_restore(config, environment, absolute);
  return done ? 0 : fail(done.error());
}

}  // namespace badgewatch::daemon
