// What humans found: who reads it, which one counts, what it keeps the watch from, when it goes.
#include "erasing.hpp"

#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;
using domain::Finding;

namespace {

core::Hash pair(unsigned char n) {
  core::Hash hash{};
  hash.fill(n);
  return hash;
}

ports::FindingRecord finding(TestRegister& test, const core::Uuid& entry, Finding what,
                             unsigned char of_pair) {
  return {.id = core::new_uuid(test.clock(), test.randomness()),
          .check = core::new_uuid(test.clock(), test.randomness()),
          .hit = core::new_uuid(test.clock(), test.randomness()),
          .entry = entry,
          .recording_authority = "BIR",
          .pair = pair(of_pair),
          .finding = what,
          .reason = "Another photograph.",
          .found_by = "licensing back office",
          .found_at = test.now()};
}

core::Result<void> keep(TestRegister& test, const std::string& authority,
                        const ports::FindingRecord& one) {
  auto unit = must(test.store().records().begin(caller(authority)));
  if (auto kept = unit->keep_finding(one); !kept) return kept;
  const auto leaf = test.leaf("hit_adjudicated", authority);
  if (auto logged = unit->log(std::span(&leaf, 1)); !logged) return logged;
  if (auto head = unit->commit(); !head) return head.error();
  return {};
}

std::vector<ports::FindingRecord> about(TestRegister& test, const std::string& authority,
                                        const std::vector<core::Hash>& pairs) {
  return must(test.store().findings().about(caller(authority), pairs));
}

ports::NewAlert alert(const std::string& authority, const core::Uuid& entry,
                      const core::Uuid& licence, unsigned char of_pair) {
  return {.authority = authority,
          .kind = domain::AlertKind::licensee_matched,
          .entry_type = "decision",
          .entry = entry,
          .recording_authority = "BIR",
          .licence = licence,
          .band = "strong",
          .probability = 0.97,
          .pair = pair(of_pair)};
}

// A register with an entry of BIR's and a licence of MAN's, and its watch.
struct Watched {
  Watched() : watch(test.store().new_watch()) {
    entry = test.enter("BIR", {decision(1)})[0].record.id;
    licence_id = test.put("MAN", {licence(1)})[0].id;
    REQUIRE(must(watch->hold()));
  }

  // How many of these are told, by a watch that compares everything anew.
  std::size_t raise(const std::vector<ports::NewAlert>& alerts) {
    (void)must(test.session("superuser")->script("anew", "update watch_position set seq = 0"));
    const auto from = must(watch->position());
    const auto end = must(test.store().new_feed()->head()).position;
    return must(watch->raise(alerts, {.from = from, .to = end, .index = end}, test.now()));
  }
  std::size_t raise(unsigned char of_pair) {
    return raise({alert("MAN", entry, licence_id, of_pair)});
  }
  void find(Finding what, unsigned char of_pair) {
    must(keep(test, "MAN", finding(test, entry, what, of_pair)));
  }

  TestRegister test;
  std::unique_ptr<ports::Watch> watch;
  core::Uuid entry;
  core::Uuid licence_id;
};

}  // namespace

TEST_CASE("a finding is read back whole, by its authority alone") {
  TestRegister test;
  const auto entry = test.enter("BIR", {decision(1)})[0].record.id;
  const auto one = finding(test, entry, Finding::different_person, 1);
  must(keep(test, "MAN", one));
  const auto found = about(test, "MAN", {pair(2), pair(1), pair(1)});
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == one.id);
  CHECK(found[0].check == one.check);
  CHECK(found[0].hit == one.hit);
  CHECK(found[0].entry == entry);
  CHECK(found[0].recording_authority == "BIR");
  CHECK(found[0].pair == one.pair);
  CHECK(found[0].finding == Finding::different_person);
  CHECK(found[0].reason == "Another photograph.");
  CHECK(found[0].found_by == "licensing back office");
  CHECK(found[0].found_at == one.found_at);

  CHECK(about(test, "MAN", {}).empty());
  CHECK(about(test, "BIR", {pair(1)}).empty());
  CHECK(must(test.store().findings().of_check(caller("BIR"), one.check)).empty());
  CHECK(must(test.store().findings().of_check(caller("MAN"), one.check)).size() == 1);
}

TEST_CASE("the database itself shows a finding to no other authority, and lets nobody change it") {
  TestRegister test;
  const auto entry = test.enter("BIR", {decision(1)})[0].record.id;
  must(keep(test, "MAN", finding(test, entry, Finding::same_person, 1)));
  const auto seen_by_leeds = [&] {
    auto session = test.session("bw_app");
    must(session->begin_as("LDS"));
    return ask(*session, "select count(*) from finding");
  };
  CHECK(seen_by_leeds() == "0");
  auto owner = test.session("superuser");
  CHECK(refusal(*owner, "update finding set finding = 'undecided'") == "BW002");
  CHECK(refusal(*owner, "truncate finding") == "BW002");
  // The same question where nothing guards the rows: the test would notice.
  (void)must(owner->script("twin", "alter table finding disable row level security"));
  CHECK(seen_by_leeds() == "1");
}

TEST_CASE("the last finding about two people counts, whatever its clock says; none is lost") {
  TestRegister test;
  const auto entry = test.enter("BIR", {decision(1)})[0].record.id;
  auto first = finding(test, entry, Finding::same_person, 1);
  auto second = finding(test, entry, Finding::undecided, 1);
  second.check = first.check;
  second.hit = first.hit;
  second.found_at = at("2020-01-01T00:00:00Z");
  must(keep(test, "MAN", first));
  must(keep(test, "MAN", second));
  must(keep(test, "MAN", second));  // an attempt whose answer was lost
  REQUIRE(about(test, "MAN", {pair(1)}).size() == 1);
  CHECK(about(test, "MAN", {pair(1)})[0].finding == Finding::undecided);
  const auto of_check = must(test.store().findings().of_check(caller("MAN"), first.check));
  REQUIRE(of_check.size() == 1);
  CHECK(of_check[0].id == second.id);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from finding") == "2");
  CHECK(ask(*owner, "select count(*) from log_leaf where kind = 'hit_adjudicated'") == "3");
}

TEST_CASE("a finding goes with its entry, key and all, and alerts forget whom they were about") {
  Watched run;
  auto& test = run.test;
  CHECK(run.raise(1) == 1);
  run.find(Finding::same_person, 1);
  auto recorded = check(test, "MAN", 1);
  recorded.record.watched_until = day("2026-11-21");
  recorded.record.pairs = {pair(1), pair(2)};
  REQUIRE(test.store().checks().record({recorded}).has_value());
  CHECK(must(test.store().checks().find(caller("MAN"), recorded.record.id)).pairs ==
        recorded.record.pairs);
  auto owner = test.session("superuser");
  const auto left = [&] {
    return ask(*owner,
               "select (select count(*) from finding) || ' ' || (select count(pair) from alert)"
               "    || ' ' || (select count(pairs) from check_record)");
  };
  REQUIRE(left() == "1 1 1");

  SECTION("at the end of its period") {
    REQUIRE(
        must(test.store().erase_expired(day("2080-01-01"), test.now(), 100, no_ledger)).size() ==
        2);
    CHECK(left() == "0 0 0");
  }
  SECTION("again after a restore") {
    const std::vector<core::Uuid> ledger = {run.entry, recorded.record.id};
    REQUIRE(must(test.store().replay_erasures(ledger, test.now())) == 2);
    CHECK(left() == "0 0 0");
  }
  SECTION("not where nothing ties it to its entry: the test would notice") {
    (void)must(owner->script("twin", "drop trigger findings_go on decision"));
    (void)must(test.store().erase_expired(day("2080-01-01"), test.now(), 100, no_ledger));
    CHECK(left() == "1 0 0");
  }
  CHECK(must(test.store().alerts().alerts(caller("MAN"), 0, 10)).size() == 1);
}

TEST_CASE("nothing is found about an entry that is gone, or goes at that moment") {
  TestRegister test;
  const auto entry = test.enter("BIR", {decision(1)})[0].record.id;
  auto owner = test.session("superuser");
  (void)must(owner->script("erase", "begin; delete from decision"));
  core::Result<void> kept;
  std::thread officer(
      [&] { kept = keep(test, "MAN", finding(test, entry, Finding::same_person, 1)); });
  for (int i = 0; i < 200; ++i) {
    auto other = test.session("superuser");
    if (ask(*other, "select count(*) from pg_locks where not granted") != "0") break;
    (void)ask(*other, "select pg_sleep(0.02)");
  }
  must(owner->commit());
  officer.join();
  REQUIRE(kept.has_error());
  CHECK(kept.error().code() == core::Errc::not_found);
  CHECK(keep(test, "MAN", finding(test, entry, Finding::same_person, 2)).error().code() ==
        core::Errc::not_found);
  CHECK(ask(*owner, "select count(*) from finding") == "0");
  CHECK(ask(*owner, "select count(*) from log_leaf where kind = 'hit_adjudicated'") == "0");
}

TEST_CASE("a check from before findings were kept has nothing that they could be bound to") {
  TestRegister test;
  const auto recorded = check(test, "MAN", 1);
  REQUIRE(test.store().checks().record({recorded}).has_value());
  CHECK(must(test.store().checks().find(caller("MAN"), recorded.record.id)).pairs.empty());
}

TEST_CASE("the watch is quiet about whom its authority has decided, and about nobody else") {
  Watched run;
  run.find(Finding::different_person, 1);
  CHECK(run.raise(1) == 0);
  // Another authority has found nothing, and the same two people of another pair are others.
  const auto leeds = run.test.put("LDS", {licence(1)})[0].id;
  CHECK(run.raise({alert("LDS", run.entry, leeds, 1)}) == 1);
  run.find(Finding::undecided, 2);
  CHECK(run.raise({alert("MAN", run.entry, run.licence_id, 1),
                   alert("MAN", run.entry, run.licence_id, 2),
                   alert("MAN", run.entry, run.licence_id, 3)}) == 1);
  const auto told = must(run.test.store().alerts().alerts(caller("MAN"), 0, 10));
  REQUIRE(told.size() == 1);
  CHECK(told[0].entry == run.entry);
}

TEST_CASE("an alert stands in the way of the next one until it is decided") {
  Watched run;
  CHECK(run.raise(1) == 1);
  CHECK(run.raise(2) == 0);
  run.find(Finding::undecided, 1);
  CHECK(run.raise(2) == 0);
  run.find(Finding::same_person, 1);
  CHECK(run.raise(1) == 0);
  CHECK(run.raise(2) == 1);
  CHECK(run.raise(3) == 0);
  CHECK(run.raise(1) == 0);
  // Who takes back the first decision has both before him.
  run.find(Finding::undecided, 1);
  run.find(Finding::same_person, 2);
  CHECK(run.raise(3) == 0);
}

TEST_CASE("an alert from before it remembered whom it was about stands as it is") {
  Watched run;
  CHECK(run.raise(1) == 1);
  (void)must(run.test.session("superuser")->script("old", "update alert set pair = null"));
  run.find(Finding::same_person, 1);
  CHECK(run.raise(2) == 0);
}

TEST_CASE("a finding that is not committed yet keeps no alert back, and comes to no harm") {
  Watched run;
  auto unit = must(run.test.store().records().begin(caller("MAN")));
  must(unit->keep_finding(finding(run.test, run.entry, Finding::same_person, 1)));
  CHECK(run.raise(1) == 1);
  (void)must(unit->commit());
  CHECK(run.raise(1) == 0);
  CHECK(must(run.test.store().alerts().alerts(caller("MAN"), 0, 10)).size() == 1);
}
