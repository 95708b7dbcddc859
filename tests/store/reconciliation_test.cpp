// The whole nation compared anew: what is missing is raised once, each difference is explained, and
// whoever is killed when, the report is the same.
#include "app/national_run.hpp"
#include "app/reconciliation_runs.hpp"
#include "app/rules.hpp"
#include "fixture.hpp"

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

const core::Hash key = test_key();
const std::atomic<bool> never_stop = false;

struct Killed : std::runtime_error {
  Killed() : std::runtime_error("killed") {}
};

app::NationalRunOptions in_steps_of(std::size_t entries) {
  app::NationalRunOptions options;
  options.threads = 1;
  options.entries_a_step = entries;
  options.pair_key = key;
  options.watch_patience = std::chrono::milliseconds(0);
  return options;
}

struct Nation {
  explicit Nation(std::function<void(store::StoreOptions&)> change = {})
      : test(std::move(change)) {}

  // BIR refuses people whom MAN licenses.
  void fill(int count) {
    std::vector<domain::Licence> wanted;
    std::vector<domain::Decision> refused;
    for (int n = 0; n < count; ++n) {
      wanted.push_back(licence(n));
      refused.push_back(decision(n));
    }
    for (const auto& put : test.put("MAN", wanted))
      licences.push_back(put.id);
    for (const auto& entered : test.enter("BIR", refused))
      entries.push_back(entered.record.id);
  }
  // The watch has come by all of it, and told nobody.
  void watch_passes_by() {
    const auto watch = test.store().new_watch();
    REQUIRE(must(watch->hold()));
    const auto from = must(watch->position());
    const auto to = must(test.store().new_feed()->head()).position;
    must(watch->note({.rules = app::built_in_rules()->name, .entry = {}, .whole = true}));
    must(watch->raise({}, {.from = from, .to = to, .index = to}, test.now()));
    watch->let_go();
  }
  core::Uuid order(const std::string& authority = "", std::optional<std::string> name = {}) {
    return must(runs.order(caller(authority), name)).id;
  }
  std::unique_ptr<app::NationalRun> worker(app::NationalRunOptions options) {
    auto& store = test.store();
    return std::make_unique<app::NationalRun>(
        store.new_reconciliation_work(), [&store] { return store.new_feed(); }, store.entries(),
        nullptr, test.clock(), test.randomness(), metrics, std::move(options));
  }
  ports::RunReport run(app::NationalRunOptions options = in_steps_of(3)) {
    const auto id = order();
    REQUIRE(must(worker(std::move(options))->run(never_stop)));
    return report(id);
  }
  ports::RunReport report(const core::Uuid& id, const std::string& authority = "") {
    return must(runs.find(caller(authority), id));
  }
  std::size_t alerts(const std::string& authority = "MAN") {
    return must(test.store().alerts().alerts(caller(authority), 0, 500)).size();
  }
  void as_owner(const std::string& sql) {
    auto owner = test.session("bw_migrate");
    must(owner->script("as owner", "set role bw_owner; set search_path = badgewatch; " + sql));
  }

  TestRegister test;
  core::Metrics metrics;
  app::ReconciliationRuns runs{test.store().reconciliations(), test.clock(), test.randomness()};
  std::vector<core::Uuid> licences;
  std::vector<core::Uuid> entries;
};

std::int64_t count(const ports::RunReport& report, const std::string& authority,
                   std::string_view name) {
  const auto found = report.counts.find({authority, std::string(name)});
  return found == report.counts.end() ? 0 : found->second;
}

std::string texts(const ports::RunReport& report) {
  std::string text;
  for (const auto& [its, value] : report.counts)
    text += its.first + " " + its.second + " " + std::to_string(value) + "\n";
  for (const auto& one : report.differences)
    text += one.authority + " " + one.entry.text() + " " + one.licence.text() + " " +
            std::string(name_of(one.explanation)) + "\n";
  for (const auto& check : report.integrity)
    text +=
        check.name + " " + std::to_string(check.checked) + " " + std::to_string(check.wrong) + "\n";
  return text;
}

std::int64_t wrong(const ports::RunReport& report, const std::string& name) {
  for (const auto& check : report.integrity)
    if (check.name == name) return check.wrong;
  FAIL("there is no check " << name);
  return -1;
}

}  // namespace

TEST_CASE("a run raises what the watch has not come by, and the next one agrees") {
  Nation nation;
  nation.fill(7);
  const auto first = nation.run();
  CHECK(first.run.state == domain::RunState::done);
  CHECK(first.run.done == 7);
  CHECK(first.run.total == 7);
  CHECK(count(first, "BIR", "entries") == 7);
  CHECK(count(first, "MAN", "found") == 7);
  CHECK(count(first, "MAN", "agreed") == 0);
  CHECK(count(first, "MAN", "not_yet_compared") == 7);
  CHECK(nation.alerts() == 7);

  const auto second = nation.run();
  CHECK(second.run.id != first.run.id);
  CHECK(count(second, "MAN", "agreed") == 7);
  CHECK(second.differences.empty());
  CHECK(nation.alerts() == 7);
}

TEST_CASE("an alert that the watch lost is raised, and called lost") {
  Nation nation;
  nation.fill(4);
  nation.watch_passes_by();
  const auto report = nation.run();
  CHECK(count(report, "MAN", "lost") == 4);
  CHECK(count(report, "MAN", "not_yet_compared") == 0);
  CHECK(nation.alerts() == 4);
  REQUIRE(report.differences.size() == 4);
  CHECK(domain::is_healed(report.differences[0].explanation));
}

TEST_CASE("killed behind any step, the run ends with the same report and tells each alert once") {
  const int entries = 9;
  Nation whole;
  whole.fill(entries);
  const auto expected = whole.run(in_steps_of(2));
  for (int kill_at = 0; kill_at <= 6; ++kill_at) {
    INFO("killed at " << kill_at);
    Nation nation;
    nation.fill(entries);
    const auto id = nation.order();
    // Dies at that moment of each life, and so never lives longer than that.
    int lives = 0;
    for (bool done = false; !done && lives < 40; ++lives) {
      auto options = in_steps_of(2);
      int at = 0;
      options.progress = [&](const app::RunProgress& progress) {
        if (progress.phase != domain::RunPhase::done && at++ == kill_at + lives / 4) throw Killed();
      };
      try {
        done = must(nation.worker(options)->run(never_stop));
      } catch (const Killed&) {
      }
    }
    CHECK(lives < 40);
    const auto report = nation.report(id);
    CHECK(report.run.state == domain::RunState::done);
    CHECK(report.counts == expected.counts);
    CHECK(report.differences.size() == expected.differences.size());
    CHECK(report.integrity.size() == expected.integrity.size());
    CHECK(nation.alerts() == entries);
    for (const auto& check : report.integrity) {
      INFO(check.name << " " << check.first);
      CHECK(check.wrong == 0);
    }
  }
}

TEST_CASE("one works on a run at a time, and one who hangs is replaced and writes nothing") {
  Nation nation(
      [](store::StoreOptions& options) { options.run_lease = std::chrono::milliseconds(300); });
  nation.fill(4);
  const auto id = nation.order();
  const auto first = nation.test.store().new_reconciliation_work();
  const auto second = nation.test.store().new_reconciliation_work();
  REQUIRE(must(first->take(nation.test.now())).has_value());
  std::optional<ports::HeldRun> taken;
  for (int i = 0; i < 500 && !taken; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    taken = must(second->take(nation.test.now()));
  }
  REQUIRE(taken.has_value());
  CHECK(taken->id == id);
  ports::RunStep step;
  step.entry = nation.entries[0];
  step.done = 1;
  const auto refused = first->save(step, nation.test.now());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code() == core::Errc::conflict);
  CHECK(must(nation.test.store().reconciliations().progress(id)).done == 0);
}

TEST_CASE("while one works on a run nobody else gets it") {
  Nation nation;
  nation.fill(1);
  nation.order();
  const auto first = nation.test.store().new_reconciliation_work();
  const auto second = nation.test.store().new_reconciliation_work();
  REQUIRE(must(first->take(nation.test.now())).has_value());
  CHECK_FALSE(must(second->take(nation.test.now())).has_value());
  first->let_go();
  CHECK(must(second->take(nation.test.now())).has_value());
}

TEST_CASE("who asks while a run is not done is given that one, and each night has one") {
  Nation nation;
  const auto first = nation.order();
  CHECK(nation.order("MAN") == first);
  CHECK(must(nation.worker(in_steps_of(3))->run(never_stop)));
  CHECK(nation.order() != first);
  CHECK(must(nation.worker(in_steps_of(3))->run(never_stop)));
  const auto night = day("2026-11-24");
  const auto nightly = must(nation.runs.order_nightly(caller(""), night)).id;
  CHECK(must(nation.runs.order_nightly(caller(""), night)).id == nightly);
  CHECK(must(nation.worker(in_steps_of(3))->run(never_stop)));
  CHECK(must(nation.runs.order_nightly(caller(""), night)).id == nightly);
  CHECK_FALSE(must(nation.worker(in_steps_of(3))->run(never_stop)));
  CHECK(must(nation.runs.order_nightly(caller(""), day("2026-11-25"))).id != nightly);
}

TEST_CASE("the same key of the same caller is the same run, also when it is done") {
  Nation nation;
  const auto first = nation.order("MAN", "a");
  CHECK(must(nation.worker(in_steps_of(3))->run(never_stop)));
  CHECK(nation.order("MAN", "a") == first);
  CHECK(nation.order("BIR", "a") != first);
}

TEST_CASE(
    "authorities leave a pause between runs that they ask for, the operator and the night none") {
  Nation nation;
  app::ReconciliationRuns runs(nation.test.store().reconciliations(), nation.test.clock(),
                               nation.test.randomness(), std::chrono::minutes(30));
  const auto finish = [&] { CHECK(must(nation.worker(in_steps_of(3))->run(never_stop))); };
  const auto first = must(runs.order(caller("MAN"), "a")).id;
  CHECK(must(runs.order(caller("BIR"), {})).id == first);  // it is not done yet
  finish();
  const auto refused = runs.order(caller("BIR"), {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code() == core::Errc::too_many_requests);
  CHECK(refused.error().detail().find(core::to_text(nation.test.now())) != std::string::npos);
  CHECK(must(runs.order(caller("MAN"), "a")).id == first);
  CHECK(must(runs.order_nightly(caller(""), day("2026-11-24"))).id != first);
  CHECK(runs.order(caller("BIR"), {}).has_value());  // the night's, which is not done yet
  finish();
  CHECK(must(runs.order(caller(""), {})).id != first);
  finish();
  nation.test.clock().advance(std::chrono::minutes(30) - std::chrono::microseconds(1));
  CHECK_FALSE(runs.order(caller("BIR"), {}).has_value());
  nation.test.clock().advance(std::chrono::microseconds(1));
  CHECK(must(runs.order(caller("BIR"), {})).state == domain::RunState::waiting);
}

TEST_CASE("each difference that is no loss is explained") {
  Nation nation;
  nation.fill(6);
  (void)nation.run();
  REQUIRE(nation.alerts() == 6);
  // A licence that ended, one whose holder is another person now, and an entry that was removed.
  nation.test.put("MAN", {licence(0, domain::LicenceStatus::revoked)});
  auto other = licence(1);
  other.holder = someone(777);
  nation.test.put("MAN", {other});
  change_state(nation.test, "BIR", nation.entries[2], "removed");
  // Found, no alert, and somebody has decided.
  nation.as_owner(
      "insert into finding (authority, id, pair, check_id, hit, recording_authority, entry, "
      "finding,"
      " actor, found_at, key_version, data_key, content)"
      " select a.authority, gen_random_uuid(), a.pair, gen_random_uuid(), gen_random_uuid(),"
      "  a.recording_authority, a.entry, 'different_person', 'x', now(), d.key_version, d.data_key,"
      "  '' from alert a join decision d on d.id = a.entry where a.entry = '" +
      nation.entries[3].text() + "'; delete from alert where entry = '" + nation.entries[3].text() +
      "'");
  // Details as they were, by rules that weigh them less: told of somebody who is not found.
  const auto report = nation.run();
  INFO(texts(report));
  CHECK(count(report, "MAN", "licence_ended") == 1);
  CHECK(count(report, "MAN", "details_changed") == 1);
  CHECK(count(report, "MAN", "entry_ended") == 1);
  CHECK(count(report, "MAN", "decided") == 1);
  CHECK(count(report, "MAN", "agreed") == 2);
  CHECK(count(report, "MAN", "lost") + count(report, "MAN", "not_yet_compared") == 0);
  for (const auto& one : report.differences)
    CHECK_FALSE(domain::is_healed(one.explanation));
}

TEST_CASE("alerts about what is held wait, also when a run finds them") {
  Nation nation([](store::StoreOptions& options) { options.hold_limits.floor = 2; });
  nation.fill(4);
  const auto report = nation.run();
  CHECK(count(report, "MAN", "held") == 2);
  CHECK(nation.alerts() == 2);
}

TEST_CASE("where the policy is off, nothing is compared with others and the tables still are") {
  Nation nation;
  nation.fill(3);
  auto options = in_steps_of(3);
  options.compares = false;
  const auto report = nation.run(options);
  CHECK(report.run.compares == std::optional(false));
  CHECK(report.counts.empty());
  CHECK(nation.alerts() == 0);
  CHECK_FALSE(report.integrity.empty());
}

TEST_CASE("an authority sees its own part alone") {
  Nation nation;
  nation.fill(3);
  const auto id = nation.run().run.id;
  const auto of_man = nation.report(id, "MAN");
  const auto of_leeds = nation.report(id, "LDS");
  CHECK(count(of_man, "MAN", "found") == 3);
  CHECK(count(of_man, "BIR", "entries") == 0);
  CHECK(of_man.differences.size() == 3);
  CHECK(of_leeds.counts.empty());
  CHECK(of_leeds.differences.empty());
  CHECK_FALSE(of_leeds.integrity.empty());
}

TEST_CASE("what was changed behind the register's back is found") {
  Nation nation;
  nation.fill(3);
  (void)nation.run();
  SECTION("an event of the feed") {
    nation.as_owner(
        "alter table feed disable trigger only_added_to;"
        "update feed set payload = set_byte(payload, 30, 255) where seq = 2");
    const auto report = nation.run();
    CHECK(wrong(report, "feed_chain_count_and_digest") >= 1);
    CHECK(texts(report).find("tables_add_up_to_the_feed") != std::string::npos);
  }
  SECTION("a row of a table that the feed does not tell of") {
    nation.as_owner(
        "alter table licence disable trigger follow_delete;"
        "delete from licence where id = '" +
        nation.licences[0].text() + "'");
    const auto report = nation.run();
    CHECK(wrong(report, "tables_add_up_to_the_feed") == 1);
    CHECK(wrong(report, "alerts_have_their_licence") == 1);
    CHECK(report.run.state == domain::RunState::done);
  }
  SECTION("an alert, and an event") {
    nation.as_owner(
        "delete from alert where number = 2; delete from authority_event where seq = 1");
    const auto report = nation.run();
    CHECK(wrong(report, "alerts_are_dense") == 1);
    CHECK(wrong(report, "events_are_dense") == 1);
  }
  SECTION("an entry past its period, and a clock that was turned") {
    nation.as_owner(
        "alter table decision disable trigger user;"
        "update decision set retained_until = '2001-01-01', late = not late"
        " where id = '" +
        nation.entries[1].text() + "'");
    const auto report = nation.run();
    CHECK(wrong(report, "entries_are_within_their_period") == 1);
    CHECK(wrong(report, "lateness_is_by_the_clock") == 1);
  }
  SECTION("what was erased is back") {
    nation.as_owner(
        "insert into erasure select authority, id, 'decision', now() from decision"
        " limit 1");
    CHECK(wrong(nation.run(), "what_was_erased_is_gone") == 1);
  }
}
