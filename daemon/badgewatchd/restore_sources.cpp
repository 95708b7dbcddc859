#include "badgewatchd/restore_sources.hpp"

#include "badgewatchd/database.hpp"
#include "core/key_file.hpp"
#include "store/erasure_ledger.hpp"
#include "store/master_keys.hpp"

#include <algorithm>

namespace badgewatch::daemon {

namespace {

namespace fs = std::filesystem;

core::Error refused(std::string sentence) {
  return {core::Errc::invalid, std::move(sentence)};
}

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

// Where master keys may be: of a folder every master*.key, since an old one is kept under a name of
// its own.
std::vector<fs::path> master_key_files(const Config& config, const fs::path& folder) {
  if (folder.empty()) return {config.keys.master_key_file, config.keys.next_master_key_file};
  std::vector<fs::path> paths = {folder / "master.key"};
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto name = entry->path().filename().string();
    if (name.starts_with("master") && name.ends_with(".key") && name != "master.key")
      paths.push_back(entry->path());
  }
  return paths;
}

core::Result<void> read_master_keys(const Config& config, const fs::path& folder, Sources& out) {
  std::vector<std::pair<fs::path, core::Hash>> found;
  const auto paths = master_key_files(config, folder);
  for (const auto& path : paths) {
    const auto key = core::read_key_file(path.string());
    if (!key && key.error().code() == core::Errc::not_found) continue;
    if (!key) return core::Error(key.error().code(), path.string() + ": " + key.error().detail());
    found.emplace_back(path, *key);
  }
  const auto& first = paths.front().string();
  if (found.empty())
    return refused("The master key is not at " + first +
                   ". It is not part of a backup: name the folder of the copy that you kept with "
                   "--keys DIR (master.key, receipt.key, log.key).");
  for (const auto& mark : out.manifest.key_marks) {
    const auto its = std::find_if(found.begin(), found.end(), [&](const auto& one) {
      return store::key_mark_of(one.second) == mark;
    });
    if (its == found.end() && out.manifest.key_marks.size() == 1)
      return refused(first +
                     " is not the master key that this backup was sealed with. Find the copy that "
                     "was kept from that register.");
    if (its == found.end())
      return refused(
          "This backup was made while the master key was changed, and wants both keys: "
          "one is not in " +
          paths.front().parent_path().string() +
          ". Put the copies of both there, as master.key and master.next.key.");
    out.master_keys.emplace_back(its->second);
    out.master_key_files.push_back(its->first);
  }
  return {};
}

core::Result<void> read_keys(const Config& config, const RestoreOptions& options, Sources& out) {
  const fs::path folder = options.keys;
  out.receipt_key_file = folder.empty() ? config.keys.receipt_key_file : folder / "receipt.key";
  out.log_key_file = folder.empty() ? config.keys.log_key_file : folder / "log.key";
  return read_master_keys(config, folder, out);
}

core::Error of_another_register(const fs::path& path) {
  return refused(path.string() +
                 " is the erasure ledger of another register than the backup. Name that of the "
                 "register that was backed up.");
}

// Adds what a ledger names, when it is of the register that is restored.
core::Result<void> take_ledger(const fs::path& path, Sources& out) {
  auto ledger = store::read_ledger(path.string());
  if (!ledger) return ledger.error();
  if (ledger->register_id && out.register_id && *ledger->register_id != *out.register_id)
    return of_another_register(path);
  if (ledger->register_id) out.register_id = ledger->register_id;
  out.erased.insert(out.erased.end(), ledger->erased.begin(), ledger->erased.end());
  return {};
}

// Those of the old state folders, then the set's own.
core::Result<void> read_ledgers(const Config& config, const RestoreOptions& options, Sources& out) {
  std::vector<fs::path> paths(options.ledgers.begin(), options.ledgers.end());
  std::error_code ignored;
  const auto& own = config.retention.erasure_ledger;
  // What waits in the new state folder counts, also where others are named.
  if ((paths.empty() && !options.without_ledger) || fs::exists(own, ignored)) paths.push_back(own);
  paths.push_back(fs::path(options.from) / ledger_file);
  for (const auto& path : paths) {
    const auto taken = take_ledger(path, out);
    if (!taken && taken.error().code() == core::Errc::not_found)
      return refused("There is no erasure ledger at " + path.string() +
                     ", and without it the restore brings back what was erased since the backup. "
                     "Name the newest one with --ledger FILE: the old state folder's, or that of "
                     "the latest backup. If all are lost, say --without-ledger.");
    if (!taken) return taken;
  }
  return {};
}

}  // namespace

core::Result<Sources> read_sources(const Config& config, const RestoreOptions& options) {
  Sources sources;
  auto manifest = read_backup_set(options.from);
  if (!manifest) return manifest.error();
  sources.manifest = std::move(*manifest);
  sources.register_id = sources.manifest.register_id;
  if (auto fits = check_schema(sources.manifest, config); !fits) return fits.error();
  if (auto fresh = check_fresh(config); !fresh) return fresh.error();
  if (auto read = read_keys(config, options, sources); !read) return read.error();
  if (auto read = read_ledgers(config, options, sources); !read) return read.error();
  return sources;
}

}  // namespace badgewatch::daemon
