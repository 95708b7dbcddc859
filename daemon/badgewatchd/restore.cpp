#include "app/follower.hpp"
#include "badgewatchd/backup_set.hpp"
#include "badgewatchd/commands.hpp"
#include "badgewatchd/database.hpp"
#include "badgewatchd/purge.hpp"
#include "cluster/durable_file.hpp"
#include "cluster/programs.hpp"
#include "core/json_writer.hpp"
#include "core/key_file.hpp"
#include "store/backup_snapshot.hpp"
#include "store/erasure_ledger.hpp"
#include "store/key_mark.hpp"

#include <fcntl.h>
#include <iostream>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace badgewatch::daemon {

namespace {

namespace fs = std::filesystem;

core::Error refused(std::string sentence) {
  return {core::Errc::invalid, std::move(sentence)};
}

// What a restore begins with, checked before anything is made.
struct Sources {
  Manifest manifest;
  core::Hash master_key{};
  fs::path master_key_file;
  fs::path receipt_key_file;  // may not be there
  std::vector<store::Erased> erased;
};

core::Result<void> check_schema(const Manifest& manifest, const Config& config) {
  const auto newest = store::newest_migration(config.database.migrations_directory.string());
  if (!newest) return newest.error();
  if (manifest.schema_version <= *newest) return {};
  return refused("The backup was made by a newer Badgewatch (database schema " +
                 std::to_string(manifest.schema_version) + "; this one knows up to " +
                 std::to_string(*newest) + "). Install that version, then restore.");
}

// Keys and ledger may wait in a new state folder; nothing else.
core::Result<void> check_fresh(const Config& config) {
  std::error_code error;
  if (fs::exists(unfinished_restore(config), error))
    return refused("A restore into " + config.state_directory.string() +
                   " was not finished. Remove the folder, then restore again.");
  for (fs::directory_iterator entry(config.state_directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto& path = entry->path();
    if (path == config.keys.master_key_file.parent_path() ||
        path == config.retention.erasure_ledger)
      continue;
    return refused(config.state_directory.string() + " is not empty (it holds " +
                   path.filename().string() +
                   "). A backup is restored into a new state folder: name another one with "
                   "--state, or move this one away.");
  }
  return {};
}

core::Result<void> read_keys(const Config& config, const RestoreOptions& options, Sources& out) {
  const fs::path folder = options.keys;
  out.master_key_file = folder.empty() ? config.keys.master_key_file : folder / "master.key";
  out.receipt_key_file = folder.empty() ? config.keys.receipt_key_file : folder / "receipt.key";
  const auto key = core::read_key_file(out.master_key_file.string());
  if (!key && key.error().code() == core::Errc::not_found)
    return refused("The master key is not at " + out.master_key_file.string() +
                   ". It is not part of a backup: name the folder of the copy that you kept with "
                   "--keys DIR (master.key, receipt.key).");
  if (!key)
    return core::Error(key.error().code(),
                       out.master_key_file.string() + ": " + key.error().detail());
  if (store::key_mark_of(*key) != out.manifest.key_mark)
    return refused(out.master_key_file.string() +
                   " is not the master key that this backup was sealed with. Find the copy that "
                   "was kept from that register.");
  out.master_key = *key;
  return {};
}

// Those of the old state folders, then the set's own.
core::Result<void> read_ledgers(const Config& config, const RestoreOptions& options, Sources& out) {
  std::vector<fs::path> paths(options.ledgers.begin(), options.ledgers.end());
  if (paths.empty() && !options.without_ledger) paths = {config.retention.erasure_ledger};
  paths.push_back(fs::path(options.from) / ledger_file);
  for (const auto& path : paths) {
    const auto ledger = store::read_ledger(path.string());
    if (!ledger && ledger.error().code() == core::Errc::not_found)
      return refused("There is no erasure ledger at " + path.string() +
                     ", and without it the restore brings back what was erased since the backup. "
                     "Name the newest one with --ledger FILE: the old state folder's, or that of "
                     "the latest backup. If all are lost, say --without-ledger.");
    if (!ledger) return ledger.error();
    out.erased.insert(out.erased.end(), ledger->begin(), ledger->end());
  }
  return {};
}

core::Result<Sources> read_sources(const Config& config, const RestoreOptions& options) {
  Sources sources;
  auto manifest = read_backup_set(options.from);
  if (!manifest) return manifest.error();
  sources.manifest = std::move(*manifest);
  if (auto fits = check_schema(sources.manifest, config); !fits) return fits.error();
  if (auto fresh = check_fresh(config); !fresh) return fresh.error();
  if (auto read = read_keys(config, options, sources); !read) return read.error();
  if (auto read = read_ledgers(config, options, sources); !read) return read.error();
  return sources;
}

core::Result<void> copy_key(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (fs::exists(to, error) || !fs::exists(from, error)) return {};
  make_private_folder(to.parent_path());
  const bool copied = fs::copy_file(from, to, error);
  const int file = copied ? ::open(to.c_str(), O_RDONLY | O_CLOEXEC) : -1;
  const bool kept = file >= 0 && ::fchmod(file, S_IRUSR | S_IWUSR) == 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!kept)
    return core::Error(core::Errc::unavailable, "The key " + to.string() + " cannot be written.");
  return cluster::flush_folder(to.parent_path().string());
}

core::Result<void> begin(const Config& config, const Sources& sources) {
  std::error_code error;
  // PostgreSQL's user passes through it to its own folder.
  if (fs::create_directories(config.state_directory, error))
    fs::permissions(config.state_directory, fs::perms(0711), error);
  auto marked = cluster::write_durably(unfinished_restore(config).string(), "");
  if (!marked) return marked;
  if (auto copied = copy_key(sources.master_key_file, config.keys.master_key_file); !copied)
    return copied;
  if (auto copied = copy_key(sources.receipt_key_file, config.keys.receipt_key_file); !copied)
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
    return refused(
        "The database holds a register already. A backup is restored into an empty "
        "schema `badgewatch`, made by sql/roles.sql.");
  auto restored = cluster::run_program(
      "pg_restore", {"--single-transaction", "--exit-on-error", "--no-owner", "--no-password",
                     "--role=bw_owner", "--schema=badgewatch", "--dbname=" + conninfo,
                     (fs::path(options.from) / dump_file).string()});
  if (!restored) return restored;
  const auto snapshot = store::BackupSnapshot::take(server.conninfo("bw_backup"));
  if (!snapshot) return snapshot.error();
  const auto& head = (*snapshot)->head();
  const auto& wanted = sources.manifest.head;
  if (head.position == wanted.position && head.live == wanted.live && head.digest == wanted.digest)
    return {};
  return refused(
      "The restored database is not at the place in its feed that the manifest names. "
      "Take another backup.");
}

// The ledger of the new register: everything that must stay erased, once each.
core::Result<void> write_ledger(const Config& config, const std::vector<store::Erased>& erased,
                                core::Instant now) {
  const auto path = config.retention.erasure_ledger.string();
  std::set<core::Uuid> known;
  if (const auto there = store::read_ledger(path))
    for (const auto& one : *there)
      known.insert(one.id);
  std::vector<store::Erased> lacking;
  for (const auto& one : erased)
    if (known.insert(one.id).second) lacking.push_back(one);
  return store::append_to_ledger(path, lacking, now);
}

core::Result<std::size_t> erase_again(const Config& config, store::Store& store,
                                      const Sources& sources, const Environment& environment) {
  std::vector<core::Uuid> ids;
  for (const auto& one : sources.erased)
    ids.push_back(one.id);
  if (auto noted = write_ledger(config, sources.erased, environment.clock.now()); !noted)
    return noted.error();
  return store.replay_erasures(ids, environment.clock.now());
}

// Every row unsealed, counted and summed: the same work as the index of a daemon that starts.
core::Result<proof::Head> verify(const Config& config, store::Store& store) {
  const auto feed = store.new_feed();
  const auto contents = app::build_contents(*feed, config.index.build_threads);
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

  auto limits = store_options(config, sources->master_key, server->conninfo);
  limits.statement_timeout = std::chrono::hours(1);
  store::Store store(std::move(limits), environment.clock, environment.randomness);
  const auto again = erase_again(config, store, *sources, environment);
  if (!again) return again.error();
  if (auto begun = store.new_epoch(); !begun) return begun;
  const auto expired =
      purge_expired(store, config.retention.erasure_ledger, environment, [] { return false; });
  if (!expired) return expired.error();
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
