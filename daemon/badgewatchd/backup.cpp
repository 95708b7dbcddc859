#include "badgewatchd/backup_set.hpp"
#include "badgewatchd/commands.hpp"
#include "badgewatchd/database.hpp"
#include "cluster/durable_file.hpp"
#include "cluster/programs.hpp"
#include "proof/leaf.hpp"
#include "store/backup_snapshot.hpp"
#include "store/erasure_ledger.hpp"
#include "store/given_server.hpp"
#include "store/master_keys.hpp"

#include <algorithm>
#include <iostream>
#include <set>
#include <sys/stat.h>

namespace badgewatch::daemon {

namespace {

namespace fs = std::filesystem;

core::Error cannot_write(const fs::path& path, const std::string& why) {
  return {core::Errc::unavailable,
          "The backup " + path.string() + " cannot be written: " + why + "."};
}

// "badgewatch-20261124T031500Z" in a folder, else the path itself.
fs::path set_of(const std::string& to, core::Instant now) {
  auto time = core::to_text(now).substr(0, 19) + "Z";
  std::erase(time, '-');
  std::erase(time, ':');
  const auto path = fs::absolute(to);
  return fs::is_directory(path) ? path / ("badgewatch-" + time) : path;
}

// A folder that is there under its name only when everything in it is on the disk.
class Draft {
public:
  static core::Result<Draft> make(const fs::path& set) {
    std::error_code error;
    if (fs::exists(set, error)) return cannot_write(set, "it is there already");
    const fs::path draft = set.string() + ".part";
    if (!fs::is_directory(set.parent_path(), error))
      return cannot_write(set, "there is no folder " + set.parent_path().string());
    fs::remove_all(draft, error);
    if (::mkdir(draft.c_str(), 0700) != 0)
      return cannot_write(set, std::generic_category().message(errno));
    return Draft(set, draft);
  }
  Draft(Draft&& other) noexcept = default;
  Draft(const Draft&) = delete;
  ~Draft() {
    std::error_code ignored;
    if (!draft_.empty()) fs::remove_all(draft_, ignored);
  }

  const fs::path& path() const { return draft_; }
  core::Result<void> finish() {
    std::error_code error;
    fs::rename(draft_, set_, error);
    if (error) return cannot_write(set_, error.message());
    draft_.clear();
    return cluster::flush_folder(set_.parent_path().string());
  }

private:
  Draft(fs::path set, fs::path draft) : set_(std::move(set)), draft_(std::move(draft)) {}
  fs::path set_;
  fs::path draft_;
};

// The ledger as it is, and whatever the database knows besides: a ledger that was lost with its
// disk is whole again in the next backup.
core::Result<void> copy_ledger(const store::LedgerPlace& from, const fs::path& to,
                               const store::BackupSnapshot& snapshot, core::Instant now) {
  const auto kept = store::read_ledger(from.path);
  if (!kept) return kept.error();
  std::set<core::Uuid> known;
  for (const auto& one : kept->erased)
    known.insert(one.id);
  std::vector<store::Erased> lacking;
  for (const auto& one : snapshot.erased())
    if (!known.contains(one.id)) lacking.push_back(one);
  if (!lacking.empty())
    if (auto noted = store::append_to_ledger(from, lacking, now); !noted) return noted;
  std::error_code error;
  fs::copy_file(from.path, to, error);
  if (error) return cannot_write(to, error.message());
  return {};
}

core::Result<void> note_in_log(Database& database, const Environment& environment,
                               std::int64_t seq) {
  const auto leaf = proof::make_leaf({.at = environment.clock.now(),
                                      .kind = "backup_made",
                                      .authority = "",
                                      .actor = "operator",
                                      .subject = {},
                                      .detail = "{\"seq\":" + std::to_string(seq) + "}"},
                                     environment.clock, environment.randomness);
  return database.store->log_as_operator(leaf);
}

// The newest last. One that was retired meanwhile is still wanted by what was dumped before.
core::Result<std::vector<core::Hash>> marks_of(const Database& database,
                                               std::vector<core::Hash> known) {
  auto generations = store::read_generations(database.conninfo("bw_migrate"));
  if (!generations) return generations.error();
  for (const auto& one : store::in_use(std::move(*generations)))
    if (std::find(known.begin(), known.end(), one.mark) == known.end()) known.push_back(one.mark);
  return known;
}

core::Result<fs::path> make_backup(const Config& config, const Environment& environment,
                                   const std::string& to) {
  auto database =
      open_database(config, environment.clock, environment.randomness, Purpose::command);
  if (!database) return database.error();
  const auto now = environment.clock.now();
  const auto set = set_of(to, now);
  auto draft = Draft::make(set);
  if (!draft) return draft.error();

  const auto before = marks_of(*database, {});
  if (!before) return before.error();
  const auto conninfo = database->conninfo("bw_backup");
  const auto snapshot = store::BackupSnapshot::take(conninfo);
  if (!snapshot) return snapshot.error();
  const auto address = store::address_for_program(conninfo);
  // Level 1: what is sealed does not compress, but its hexadecimal digits do.
  auto dumped = cluster::run_program(
      "pg_dump",
      {"--format=custom", "--compress=1", "--schema=badgewatch", "--no-password",
       "--lock-wait-timeout=60s", "--snapshot=" + (*snapshot)->name(),
       "--file=" + (draft->path() / dump_file).string(), "--dbname=" + address.conninfo},
      address.password);
  if (!dumped) return dumped.error();
  const auto marks = marks_of(*database, *before);
  if (!marks) return marks.error();
  auto copied = copy_ledger(database->ledger, draft->path() / ledger_file, **snapshot, now);
  if (!copied) return copied.error();
  auto written = write_manifest(draft->path(), {.made_at = now,
                                                .register_id = (*snapshot)->register_id(),
                                                .schema_version = (*snapshot)->schema_version(),
                                                .head = (*snapshot)->head(),
                                                .key_marks = *marks,
                                                .files = {}});
  if (!written) return written.error();
  if (auto logged = note_in_log(*database, environment, (*snapshot)->head().position.seq); !logged)
    return logged.error();
  if (auto finished = draft->finish(); !finished) return finished.error();
  return set;
}

}  // namespace

int backup(const Config& config, const Environment& environment, const std::string& to) {
  const auto made = make_backup(config, environment, to);
  if (!made) return fail(made.error());
  std::cout << made->string() << '\n';
  std::cerr << "The backup is whole. The keys are not in it: keep copies of\n  "
            << config.keys.master_key_file.string() << "\n  "
            << config.keys.receipt_key_file.string() << "\n  " << config.keys.log_key_file.string()
            << "\napart from it. Without the master key nobody can read it, not even you.\n";
  return 0;
}

}  // namespace badgewatch::daemon
