// Migrating: fresh, again, at once, and what is refused.
#include "fixture.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store;
using namespace badgewatch::store::test;

namespace fs = std::filesystem;

namespace {

// A copy of sql/ that a test may spoil.
struct Copy {
  Copy() {
    char pattern[] = "/tmp/bwsql.XXXXXX";
    if (mkdtemp(pattern) == nullptr) throw std::runtime_error("no temporary folder");
    path = pattern;
    for (const auto& entry : fs::directory_iterator(sql_directory()))
      fs::copy_file(entry.path(), fs::path(path) / entry.path().filename());
  }
  ~Copy() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  void write(const std::string& name, const std::string& text, bool append = false) const {
    std::ofstream out(fs::path(path) / name, append ? std::ios::app : std::ios::trunc);
    out << text;
  }
  std::string path;
};

core::Result<MigrationReport> run(const std::string& database, const std::string& directory) {
  return migrate(conninfo("bw_migrate", database), directory, at("2026-01-01T00:00:00Z"));
}

std::size_t file_count() {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(sql_directory()))
    if (entry.path().filename().string().starts_with("0")) ++count;
  return count;
}

// All that the store asks, with the code around it.
std::string store_text() {
  std::ostringstream text;
  for (const auto& entry : fs::directory_iterator(fs::path(BW_SOURCE_DIR) / "lib" / "store"))
    if (entry.path().extension() == ".cpp") text << std::ifstream(entry.path()).rdbuf();
  return text.str();
}

// The four digits of the migration that comes next.
std::string next_number() {
  const auto digits = std::to_string(file_count() + 1);
  return std::string(4 - digits.size(), '0') + digits;
}

}  // namespace

TEST_CASE("a fresh database gets every migration, a migrated one none") {
  const auto database = new_empty_database();
  const auto expected = must(pending_migrations(conninfo("bw_migrate", database), sql_directory()));
  REQUIRE(expected.pending.size() == file_count());
  const auto first = must(run(database, sql_directory()));
  REQUIRE(first.applied.size() == file_count());
  REQUIRE(first.applied[0].file == "0001_feed.sql");
  const auto second = must(run(database, sql_directory()));
  REQUIRE(second.applied.empty());
  REQUIRE(second.before.size() == file_count());
  (void)must(
      prepare_roles(the_cluster().superuser_conninfo() + " dbname=" + database, sql_directory()));
}

TEST_CASE("a new migration runs alone") {
  const auto database = new_empty_database();
  const Copy copy;
  (void)must(run(database, copy.path));
  copy.write(next_number() + "_more.sql", "create table more (id int);");
  const auto report = must(run(database, copy.path));
  REQUIRE(report.applied.size() == 1);
  auto session = session_as("superuser", database);
  REQUIRE(ask(*session, "select tableowner from pg_tables where tablename = 'more'") == "bw_owner");
}

TEST_CASE("an edited migration is refused by its name") {
  const auto database = new_empty_database();
  const Copy copy;
  (void)must(run(database, copy.path));
  copy.write("0003_decisions.sql", "-- one more line\n");
  const auto refused = run(database, copy.path);
  REQUIRE(refused.has_error());
  REQUIRE(refused.error().detail().find("0003_decisions.sql") != std::string::npos);
}

TEST_CASE("a database of a newer daemon is refused") {
  const auto database = new_empty_database();
  const Copy copy;
  copy.write(next_number() + "_newer.sql", "select 1;");
  (void)must(run(database, copy.path));
  const auto refused = run(database, sql_directory());
  REQUIRE(refused.has_error());
  REQUIRE(refused.error().detail().find("newer") != std::string::npos);
}

TEST_CASE("a gap in the numbers is refused") {
  const auto database = new_empty_database();
  const Copy copy;
  fs::remove(fs::path(copy.path) / "0004_checks_and_log.sql");
  REQUIRE(run(database, copy.path).has_error());
}

TEST_CASE("nothing is kept of a migration that fails") {
  const auto database = new_empty_database();
  const Copy copy;
  const auto name = next_number() + "_wrong.sql";
  copy.write(name, "create table half (id int); select 1/0;");
  const auto refused = run(database, copy.path);
  REQUIRE(refused.has_error());
  REQUIRE(refused.error().detail().find(name) != std::string::npos);
  auto session = session_as("superuser", database);
  REQUIRE(ask(*session, "select to_regclass('half')::text") == "");
  REQUIRE(ask(*session, "select count(*) from schema_migration") == std::to_string(file_count()));
  copy.write(name, "create table half (id int);");
  REQUIRE(must(run(database, copy.path)).applied.size() == 1);
}

TEST_CASE("daemons that start at once migrate once") {
  const auto database = new_empty_database();
  std::atomic<std::size_t> applied{0}, failed{0};
  std::vector<std::thread> daemons;
  for (int i = 0; i < 4; ++i)
    daemons.emplace_back([&] {
      const auto report = run(database, sql_directory());
      if (report)
        applied += report->applied.size();
      else
        ++failed;
    });
  for (auto& daemon : daemons)
    daemon.join();
  REQUIRE(failed == 0);
  REQUIRE(applied == file_count());
}

TEST_CASE("the database has no function that nothing calls") {
  // One that only the daemon of before calls stands here until a later migration drops it.
  const std::set<std::string> called_by_the_daemon_of_before;
  const auto database = new_empty_database();
  (void)must(run(database, sql_directory()));
  // Those that no trigger, policy, index, constraint, default or other function calls.
  std::istringstream names(ask(*session_as("superuser", database), R"(
select string_agg(p.proname, ' ' order by p.proname)
from pg_proc as p
where p.pronamespace = 'badgewatch'::regnamespace
  and not exists (select from pg_depend as d
                  where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid)
  and not exists (select from pg_proc as q
                  where q.pronamespace = p.pronamespace and q.oid <> p.oid
                    and q.prosrc ~ ('\m' || p.proname || '\M')))"));
  const auto text = store_text();
  std::set<std::string> uncalled;
  std::size_t count = 0;
  for (std::string name; names >> name; ++count) {
    // Of each outbox: "tell_@_disabled".
    const auto said =
        name.starts_with("tell_") && name.ends_with("_disabled") ? "tell_@_disabled" : name;
    // Behind a blank, a bracket or the beginning of a line's text.
    const auto is_called = [&](char before) {
      return text.find(before + said + "(") != std::string::npos;
    };
    if (!is_called(' ') && !is_called('(') && !is_called('"')) uncalled.insert(name);
  }
  CHECK(count > 40);
  CHECK(uncalled == called_by_the_daemon_of_before);
}
