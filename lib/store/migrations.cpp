#include "store/migrations.hpp"

#include "proof/hash.hpp"
#include "store/session.hpp"
#include "store/sql.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace badgewatch::store {
namespace {

constexpr const char* migration_lock = "4702394921427289928";
constexpr SessionLimits limits_of_migrations{.statement_timeout = std::chrono::minutes(1),
                                             .lock_timeout = std::chrono::minutes(1)};
constexpr std::chrono::hours longest_migration{1};

struct File {
  Migration migration;
  std::string text;
  std::string checksum;  // hexadecimal
};

struct Ran {
  std::string file;
  std::string checksum;
};

core::Error refused(std::string sentence) {
  return {core::Errc::internal, std::move(sentence)};
}

core::Result<std::string> read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return refused("The file " + path.string() + " cannot be read.");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// The number in front of "0001_feed.sql"; 0 for a file that is no migration.
int number_of(const std::string& name) {
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  const bool is_one =
      error == std::errc() && end == name.data() + 4 && *end == '_' && name.ends_with(".sql");
  return is_one ? number : 0;
}

core::Result<std::vector<File>> read_files(const std::string& directory) {
  std::error_code error;
  std::vector<File> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    const auto name = entry.path().filename().string();
    const int number = number_of(name);
    if (number == 0) continue;
    auto text = read_text(entry.path());
    if (!text) return text.error();
    auto checksum = core::hex(proof::sha256({core::as_bytes(*text)}));
    files.push_back({.migration = {.number = number, .file = name},
                     .text = std::move(*text),
                     .checksum = std::move(checksum)});
  }
  if (error || files.empty()) return refused("There are no migrations in " + directory + ".");
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.migration.number < b.migration.number; });
  for (std::size_t i = 0; i < files.size(); ++i)
    if (files[i].migration.number != static_cast<int>(i) + 1)
      return refused("The migrations are not numbered one by one: look at " +
                     files[i].migration.file + ".");
  return files;
}

core::Result<std::map<int, Ran>> read_ran(Session& session) {
  return session.with_soci("read_migrations", [](soci::session& database) {
    std::map<int, Ran> ran;
    int is_there = 0;
    database << "select (to_regclass('badgewatch.schema_migration') is not null)::int",
        soci::into(is_there);
    if (is_there == 0) return ran;
    soci::rowset<soci::row> rows =
        (database.prepare << "select number, file, checksum from badgewatch.schema_migration");
    for (const auto& row : rows)
      ran[row.get<int>(0)] = {row.get<std::string>(1), row.get<std::string>(2)};
    return ran;
  });
}

// Sorts the files into those that ran and those that did not; refuses what does not fit together.
core::Result<MigrationReport> compare(const std::vector<File>& files,
                                      const std::map<int, Ran>& ran) {
  MigrationReport report;
  for (const auto& [number, done] : ran) {
    if (number > static_cast<int>(files.size()))
      return refused("The database was migrated by a newer Badgewatch (" + done.file +
                     "): install that version, or restore a backup from before it.");
  }
  for (const auto& file : files) {
    const auto done = ran.find(file.migration.number);
    if (done == ran.end()) {
      report.pending.push_back(file.migration);
      continue;
    }
    if (done->second.checksum != file.checksum)
      return refused("The migration " + file.migration.file +
                     " was edited after it ran: put it back, and write the change as a new one.");
    if (!report.pending.empty())
      return refused("The migration " + report.pending.front().file + " was skipped.");
    report.before.push_back(file.migration);
  }
  return report;
}

core::Result<void> make_bookkeeping(Session& session) {
  auto done = session.script("make_bookkeeping",
                             "create table if not exists schema_migration ("
                             "  number     integer     not null primary key,"
                             "  file       text        not null,"
                             "  checksum   text        not null,"
                             "  applied_at timestamptz not null);"
                             "grant select on schema_migration to bw_audit");
  if (!done) return done.error();
  return {};
}

core::Result<void> apply(Session& session, const File& file, core::Instant now) {
  const auto& [number, name] = file.migration;
  auto done = session.script(name, "begin; set local statement_timeout = 0;" + file.text,
                             longest_migration);
  if (!done) {
    session.rollback();
    return refused("The migration " + name + " failed (SQLSTATE " + session.last_state() +
                   "); nothing of it was kept.");
  }
  const long long micros = now.micros;
  auto noted = session.with_soci("note_migration", [&](soci::session& database) {
    database << "insert into schema_migration (number, file, checksum, applied_at)"
                " values (:number, :file, :checksum,"
                "         timestamptz 'epoch' + interval '1 microsecond' * :micros)",
        sql::in(number), sql::in(name), sql::in(file.checksum), sql::in(micros);
  });
  if (!noted) return noted.error();
  return session.commit();
}

}  // namespace

core::Result<std::unique_ptr<Session>> open_as_owner(const std::string& conninfo,
                                                     const SessionLimits& limits) {
  auto session = Session::open(conninfo, limits);
  if (!session) return session.error();
  if (auto done = (*session)->script("set role", "set role bw_owner"); !done) return done.error();
  return session;
}

core::Result<int> newest_migration(const std::string& directory) {
  const auto files = read_files(directory);
  if (!files) return files.error();
  return files->back().migration.number;
}

core::Result<void> prepare_roles(const std::string& conninfo, const std::string& directory) {
  auto text = read_text(std::filesystem::path(directory) / "roles.sql");
  if (!text) return text.error();
  auto session = Session::open(conninfo, limits_of_migrations);
  if (!session) return session.error();
  auto done = (*session)->script("roles.sql", *text);
  if (!done)
    return refused("The database roles could not be made (SQLSTATE " + (*session)->last_state() +
                   "): roles.sql wants a superuser.");
  return {};
}

core::Result<MigrationReport> migrate(const std::string& conninfo, const std::string& directory,
                                      core::Instant now) {
  auto files = read_files(directory);
  if (!files) return files.error();
  auto session = open_as_owner(conninfo, limits_of_migrations);
  if (!session) return session.error();
  auto locked = (*session)->script("lock migrations",
                                   std::string("select pg_advisory_lock(") + migration_lock + ")");
  if (!locked) return locked.error();
  if (auto made = make_bookkeeping(**session); !made) return made.error();
  auto ran = read_ran(**session);
  if (!ran) return ran.error();
  auto report = compare(*files, *ran);
  if (!report) return report.error();
  for (const auto& migration : report->pending) {
    const auto& file = (*files)[static_cast<std::size_t>(migration.number) - 1];
    if (auto done = apply(**session, file, now); !done) return done.error();
    report->applied.push_back(migration);
  }
  report->pending.clear();
  return report;
}

core::Result<MigrationReport> pending_migrations(const std::string& conninfo,
                                                 const std::string& directory) {
  auto files = read_files(directory);
  if (!files) return files.error();
  auto session = open_as_owner(conninfo, limits_of_migrations);
  if (!session) return session.error();
  auto ran = read_ran(**session);
  if (!ran) return ran.error();
  return compare(*files, *ran);
}

}  // namespace badgewatch::store
