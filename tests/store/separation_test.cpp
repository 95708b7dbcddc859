// Who may do what in the database, by pgTAP: the files of pgtap/ on a fresh register, and on
// registers that were spoilt, where they must say so.
#include "fixture.hpp"

#include <cstdio>
#include <sstream>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

struct Tap {
  std::size_t good = 0;
  std::vector<std::string> bad;
  std::string all;
};

std::string output_of(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  char buffer[65'536];
  for (std::size_t size = 0; (size = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    text.append(buffer, size);
  pclose(pipe);
  return text;
}

// The file must come to its end: one that stops in the middle has no plan.
Tap run_tap(const std::string& file, const std::string& database) {
  const auto conninfo = the_cluster().superuser_conninfo() + " dbname=" + database;
  const auto command = "cd " + std::string(BW_SOURCE_DIR) + "/tests/store/pgtap && '" +
                       must(cluster::postgresql_bin_directory()) + "/psql' -X -d \"" + conninfo +
                       "\" -f " + file + " 2>&1";
  Tap tap{.good = 0, .bad = {}, .all = output_of(command)};
  std::istringstream lines(tap.all);
  bool has_plan = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("ok ")) ++tap.good;
    if (line.starts_with("not ok ") || line.find("ERROR:") != std::string::npos)
      tap.bad.push_back(line);
    has_plan = has_plan || line.starts_with("1..");
  }
  if (!has_plan) tap.bad.push_back("It did not come to its end.");
  return tap;
}

// With what a daemon does at each start: a copied database lost its own grants.
void prepare(const TestRegister& test) {
  must(store::prepare_roles(the_cluster().superuser_conninfo() + " dbname=" + test.database(),
                            sql_directory()));
}

void spoil(const TestRegister& test, const std::string& sql) {
  (void)must(test.session("superuser")->script("spoil", sql));
}

// How a spoilt register shows in a file of pgtap/.
struct Twin {
  std::string sql;
  std::string file;
  std::string said;  // by a test that fails
};

}  // namespace

TEST_CASE("the database separates authorities and roles as it is stated") {
  const auto file = GENERATE(as<std::string>{}, "stated.sql", "authorities.sql", "parties.sql",
                             "divisions.sql", "roles.sql");
  TestRegister test;
  prepare(test);
  const auto tap = run_tap(file, test.database());
  for (const auto& line : tap.bad)
    UNSCOPED_INFO(line);
  INFO(file);
  if (!tap.bad.empty())
    UNSCOPED_INFO(tap.all.substr(tap.all.size() - std::min<std::size_t>(tap.all.size(), 3'000)));
  CHECK(tap.bad.empty());
  CHECK(tap.good > 15);
}

TEST_CASE("a database that separates less is told apart") {
  const auto twin = GENERATE(
      Twin{"grant select on licence to bw_record", "stated.sql", "every grant stands"},
      Twin{"grant select (retained_until) on decision to bw_match", "stated.sql",
           "every grant stands"},
      Twin{"grant execute on function append_feed to bw_app", "stated.sql", "every grant stands"},
      Twin{"grant select on reference_file to public", "stated.sql", "PUBLIC has nothing"},
      Twin{"create table more (authority text not null, id uuid primary key)", "stated.sql",
           "every table stands"},
      Twin{"create unique index too_wide on licence (number_index)", "stated.sql",
           "the authority is first"},
      Twin{"alter table finding no force row level security", "stated.sql", "forced on finding"},
      Twin{"grant bw_owner to bw_app", "stated.sql", "only bw_migrate may become the owner"},
      Twin{"alter role bw_report bypassrls", "stated.sql", "an attribute too many"},
      Twin{"alter function find_key(bytea) reset search_path", "stated.sql",
           "looks for names in the register alone"},
      Twin{"alter policy own on licence using (true)", "authorities.sql",
           "licence shows nothing when"},
      Twin{"drop policy own on decision; create policy own on decision to bw_app using (authority "
           "<> "
           "'')",
           "authorities.sql", "decision shows an authority none of another's"},
      Twin{"alter policy own on idempotency_answer with check (true)", "authorities.sql",
           "added to idempotency_answer in another's name"},
      Twin{"drop policy in_hand on licence", "divisions.sql", "and nothing more"},
      Twin{"alter policy party on disclosure_request using (true)", "parties.sql",
           "a third authority sees no request"},
      Twin{"alter policy party on disclosure_item using (true)", "parties.sql",
           "a third authority sees nothing that was said"},
      Twin{"alter policy finish on disclosure_request with check (true)", "parties.sql",
           "the asker does not answer for the other"},
      Twin{"alter policy say on disclosure_item with check (true)", "parties.sql",
           "nothing is said in another's name"},
      Twin{"alter policy party on rectification_request using (true)", "parties.sql",
           "a third authority sees no rectification"},
      Twin{"alter policy withdraw on rectification_request with check (true)", "parties.sql",
           "the receiver does not answer for the recorder"},
      Twin{"drop policy follow on licence", "roles.sql", "bw_follow sees every row of licence"},
      Twin{"drop policy record on log_leaf", "roles.sql", "bw_record adds to log_leaf"},
      Twin{"grant create on schema badgewatch to bw_watch", "roles.sql",
           "bw_watch: create table badgewatch.mine"},
      Twin{"grant delete on finding to bw_watch", "roles.sql",
           "bw_watch deletes nothing from finding"});
  TestRegister test;
  prepare(test);
  spoil(test, "set search_path = badgewatch; " + twin.sql);
  const auto tap = run_tap(twin.file, test.database());
  bool is_told = false;
  for (const auto& line : tap.bad)
    is_told = is_told || line.find(twin.said) != std::string::npos;
  spoil(test, "alter role bw_report nobypassrls; revoke bw_owner from bw_app");  // of all databases
  INFO(twin.sql << '\n' << tap.all.substr(0, 2'000));
  CHECK(is_told);
}
