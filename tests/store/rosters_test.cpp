// Rosters in the hand of whoever applies them.
#include "ports/rosters.hpp"

#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

// One of these licences, all of which came.
core::Uuid compared(TestRegister& test, const std::string& authority,
                    const std::vector<domain::Licence>& licences) {
  auto& rosters = test.store().rosters();
  ports::Roster roster;
  roster.id = core::new_uuid(test.clock(), test.randomness());
  roster.as_of = core::uk_date(test.now());
  roster.made_at = test.now();
  must(rosters.begin(caller(authority), roster));
  std::vector<ports::RosterRow> rows;
  for (const auto& one : licences)
    rows.push_back({.row = static_cast<std::int64_t>(rows.size() + 1), .licence = one, .hash = {}});
  (void)must(rosters.compare(caller(authority), roster, rows));
  (void)must(rosters.finish(caller(authority), roster.id, test.leaf("roster_compared", authority)));
  return roster.id;
}

core::Errc refused(TestRegister& test, const std::string& authority, const core::Uuid& roster) {
  const auto taken = test.store().rosters().take_in_hand(caller(authority), roster);
  REQUIRE(taken.has_error());
  return taken.error().code();
}

std::unique_ptr<ports::RosterInHand> take(TestRegister& test, const core::Uuid& roster) {
  return must(test.store().rosters().take_in_hand(caller("BIR"), roster));
}

}  // namespace

TEST_CASE("a roster is in one hand at a time, and holds up nobody else") {
  TestRegister test;
  test.put("BIR", {licence(1), licence(2)});
  const auto roster = compared(test, "BIR", {licence(1), licence(3)});
  const auto other = compared(test, "BIR", {licence(1)});
  CHECK(refused(test, "MAN", roster) == core::Errc::not_found);

  auto first = take(test, roster);
  CHECK(refused(test, "BIR", roster) == core::Errc::still_running);
  (void)take(test, other);
  const auto extras = must(first->extras({}, 10));
  REQUIRE(extras.size() == 1);
  CHECK(extras[0].licence.licence_number == licence(2).licence_number);
  CHECK(extras[0].version == 1);
  CHECK(must(first->extras(extras[0].id, 10)).empty());
  const auto changes = must(first->changes(0, 10));
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].licence.licence_number == licence(3).licence_number);
  // The log numbers no leaf that is younger than a transaction under way with an id.
  CHECK(ask(*test.session("postgres"),
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and backend_xid is not null") == "0");

  first.reset();
  first = take(test, roster);
  CHECK(first->roster().state == domain::RosterState::compared);
  const auto applied = must(first->applied({}, test.leaf("roster_applied", "BIR")));
  CHECK(applied.state == domain::RosterState::applied);
  first.reset();
  CHECK(take(test, roster)->roster().state == domain::RosterState::applied);
}

TEST_CASE("a roster whose hand has lost its connection is free, and lost to that hand") {
  TestRegister test;
  const auto roster = compared(test, "BIR", {licence(1)});
  const auto lost = take(test, roster);
  (void)ask(*test.session("postgres"),
            "select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory'"
            " and database = (select oid from pg_database where datname = current_database())");

  const auto found = take(test, roster);
  REQUIRE(must(found->changes(0, 10)).size() == 1);
  const auto changes = lost->changes(0, 10);
  REQUIRE(changes.has_error());
  CHECK(changes.error().code() == core::Errc::unavailable);
  const auto applied = lost->applied({}, test.leaf("roster_applied", "BIR"));
  REQUIRE(applied.has_error());
  CHECK(applied.error().code() == core::Errc::unavailable);
  (void)must(found->applied({}, test.leaf("roster_applied", "BIR")));
}

TEST_CASE("a roster whose rows are not kept any more makes nothing extra and is not applied") {
  TestRegister test;
  test.put("BIR", {licence(1), licence(2)});
  const auto roster = compared(test, "BIR", {licence(1)});
  const auto held = take(test, roster);
  // As the next one that comes forgets those of a week ago.
  REQUIRE(refusal(*test.session("postgres"), "delete from roster_row") == "");
  CHECK(must(held->extras({}, 10)).empty());
  const auto applied = held->applied({}, test.leaf("roster_applied", "BIR"));
  REQUIRE(applied.has_error());
  CHECK(applied.error().code() == core::Errc::conflict);
}
