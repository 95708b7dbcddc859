// Entries that wait for a second person: held, hit, released, and told of once.
#include "fixture.hpp"

#include <map>
#include <random>
#include <set>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

void low_limits(store::StoreOptions& options) {
  options.hold_limits = {.floor = 3,
                         .times = 2,
                         .history_days = 365,
                         .settled_after_days = 14,
                         .others = 2,
                         .window_hours = 24};
}

std::vector<core::Uuid> post(TestRegister& test, const std::string& authority, int first,
                             int count) {
  std::vector<domain::Decision> decisions;
  for (int n = first; n < first + count; ++n)
    decisions.push_back(decision(n));
  std::vector<core::Uuid> ids;
  for (const auto& one : test.enter(authority, decisions))
    ids.push_back(one.record.id);
  return ids;
}

std::vector<bool> held(TestRegister& test, const std::vector<core::Uuid>& ids) {
  std::map<core::Uuid, bool> found;
  for (const auto& view : must(test.store().entries().find(ids)))
    found[view.id] = view.is_held;
  std::vector<bool> all;
  for (const auto& id : ids)
    all.push_back(found.at(id));
  return all;
}

std::vector<ports::Hold> holds(TestRegister& test, const std::string& authority = "") {
  return must(test.store().holds().list({.authority = authority, .actor = "second"}, 100,
                                        test.leaf("holds_listed", authority)));
}

core::Result<ports::Hold> release(TestRegister& test, const ports::Hold& hold,
                                  const std::string& actor = "second",
                                  const std::string& authority = "") {
  return test.store().holds().release(
      {.authority = authority, .actor = actor},
      {.hold = hold.id, .at = test.now(), .entries = hold.entries, .reason = "Seen the files."},
      test.leaf("hold_released", authority));
}

// What the watch would raise about these entries and one licence of MAN each; as the watch, it
// moves from where it stands to the head.
struct Watching {
  explicit Watching(TestRegister& a_test) : test(a_test), watch(test.store().new_watch()) {
    REQUIRE(must(watch->hold()));
  }
  ~Watching() { watch->let_go(); }

  std::size_t raise(const std::vector<core::Uuid>& entries, const std::vector<core::Uuid>& licences,
                    const std::string& recording = "BIR") {
    std::vector<ports::NewAlert> alerts;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      ports::NewAlert alert;
      alert.authority = "MAN";
      alert.entry_type = "decision";
      alert.entry = entries[i];
      alert.recording_authority = recording;
      alert.licence = licences[i];
      alert.band = "strong";
      alert.probability = 0.9;
      alert.pair.fill(static_cast<std::uint8_t>(i + 1));
      std::copy(entries[i].bytes.begin(), entries[i].bytes.end(), alert.pair.begin());
      alerts.push_back(alert);
    }
    const auto from = must(watch->position());
    const auto to = must(test.store().new_feed()->head()).position;
    return must(watch->raise(alerts, {.from = from, .to = to, .index = to}, test.now()));
  }
  std::size_t waiting() { return must(watch->raise_waiting(test.now())); }

  TestRegister& test;
  std::unique_ptr<ports::Watch> watch;
};

std::vector<core::Uuid> licences(TestRegister& test, int first, int count) {
  std::vector<domain::Licence> wanted;
  for (int n = first; n < first + count; ++n)
    wanted.push_back(licence(n));
  std::vector<core::Uuid> ids;
  for (const auto& put : test.put("MAN", wanted))
    ids.push_back(put.id);
  return ids;
}

std::vector<core::Uuid> told(TestRegister& test, const std::string& authority,
                             domain::AlertKind kind = domain::AlertKind::licensee_matched) {
  std::vector<core::Uuid> entries;
  for (const auto& alert : must(test.store().alerts().alerts(caller(authority), 0, 500)))
    if (alert.kind == kind) entries.push_back(alert.entry);
  return entries;
}

}  // namespace

TEST_CASE("entries beyond what is usual are held, and are hit all the same") {
  TestRegister test(low_limits);
  const auto first = post(test, "BIR", 0, 2);
  const auto second = post(test, "BIR", 10, 4);
  CHECK(held(test, first) == std::vector{false, false});
  CHECK(held(test, second) == std::vector{false, true, true, true});
  // Another authority has a day of its own, and so has the next day.
  CHECK(held(test, post(test, "LDS", 20, 3)) == std::vector{false, false, false});
  test.clock().advance(std::chrono::hours(24));
  CHECK(held(test, post(test, "BIR", 30, 1)) == std::vector{false});

  const auto open = holds(test);
  REQUIRE(open.size() == 1);
  CHECK(open[0].authority == "BIR");
  CHECK(open[0].cause == domain::HoldCause::volume);
  CHECK(open[0].entries == 3);
  CHECK(open[0].posted_by.size() == 1);
  CHECK(holds(test, "LDS").empty());
  CHECK(holds(test, "BIR").size() == 1);
  // The same decision again is no more entries.
  CHECK(post(test, "BIR", 30, 1).size() == 1);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select sum(entries) from posted_day where authority = 'BIR'") == "7");
  CHECK(verify_feed(test.store()) > 0);
}

TEST_CASE("an authority's own busiest settled day lifts its limit, a ramp does not") {
  TestRegister test(low_limits);
  auto owner = test.session("superuser");
  const auto on = [&](const std::string& date, int entries) {
    (void)must(owner->script("history", "insert into posted_day values ('BIR', '" + date + "', " +
                                            std::to_string(entries) + ")"));
  };
  on("2026-11-20", 100);  // three days ago: not settled
  CHECK(held(test, post(test, "BIR", 0, 4)) == std::vector{false, false, false, true});
  on("2026-11-01", 4);
  CHECK(held(test, post(test, "BIR", 10, 5)) == std::vector{false, false, false, false, true});
}

TEST_CASE("history that is imported under an operator's leave is not held") {
  TestRegister test(low_limits);
  std::vector<domain::Decision> old;
  for (int n = 0; n < 8; ++n) {
    old.push_back(decision(n));
    old.back().first_entered_on = day("2024-02-03");
    old.back().imported_from = "NR3S";
  }
  std::vector<ports::DecisionToEnter> wanted;
  for (auto& one : old) {
    wanted.push_back(to_enter(one, "2037-11-22"));
    wanted.back().clocks.late = {};
  }
  auto unit = must(test.store().records().begin(caller("BIR")));
  (void)must(unit->enter_decisions(wanted, test.now()));
  (void)must(unit->commit());
  CHECK(holds(test).empty());
  CHECK(held(test, post(test, "BIR", 50, 3)) == std::vector{false, false, false});
}

TEST_CASE("a second person who has seen all of them releases, nobody else and once") {
  TestRegister test(low_limits);
  const auto entries = post(test, "BIR", 0, 5);
  auto hold = holds(test).at(0);
  CHECK(release(test, hold, "key of BIR", "BIR").error().code() == core::Errc::forbidden);
  CHECK(release(test, hold, "second", "LDS").error().code() == core::Errc::not_found);
  post(test, "BIR", 10, 1);
  CHECK(release(test, hold).error().code() == core::Errc::conflict);
  CHECK(held(test, entries) == std::vector{false, false, false, true, true});

  hold = holds(test).at(0);
  CHECK(hold.entries == 3);
  const auto released = must(release(test, hold, "second", "BIR"));
  CHECK(released.state == domain::HoldState::released);
  CHECK(released.released_by == "second");
  CHECK(held(test, entries) == std::vector<bool>(5, false));
  CHECK(release(test, hold).error().code() == core::Errc::conflict);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from log_leaf where kind = 'hold_released'") == "1");
  CHECK(ask(*owner, "select position('Seen'::bytea in reason) from entry_hold") == "0");
  // What comes behind is another hold.
  CHECK(held(test, post(test, "BIR", 20, 1)) == std::vector{true});
  CHECK(holds(test).size() == 2);
}

TEST_CASE("an entry that comes in the moment of a release waits for the next one") {
  TestRegister test(low_limits);
  post(test, "BIR", 0, 4);
  auto owner = test.session("superuser");
  (void)must(owner->script(
      "begin",
      "begin; select 1 from entry_hold for update; update entry_hold set state = 'released'"));
  // It takes the hold for open and waits for its row.
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::DecisionToEnter> late = {to_enter(decision(9), "2037-11-22")};
  (void)must(unit->enter_decisions(late, test.now()));
  std::optional<core::Result<proof::Head>> done;
  std::thread writer([&] { done = unit->commit(); });
  auto asking = test.session("superuser");
  for (int i = 0; i < 200; ++i) {
    if (ask(*asking, "select count(*) from pg_locks where not granted") != "0") break;
    (void)ask(*asking, "select pg_sleep(0.02)");
  }
  (void)must(owner->script("commit", "commit"));
  writer.join();
  if (done->has_error()) {
    unit = must(test.store().records().begin(caller("BIR")));
    (void)must(unit->enter_decisions(late, test.now()));
    (void)must(unit->commit());
  }
  CHECK(held(test, {late[0].id}) == std::vector{true});
}

TEST_CASE("alerts about held entries wait, go out in their order when released, and once") {
  TestRegister test([](store::StoreOptions& options) {
    low_limits(options);
    options.hold_limits.others = 100;
  });
  const auto mine = licences(test, 0, 6);
  const auto entries = post(test, "BIR", 0, 6);
  auto watching = std::make_unique<Watching>(test);
  CHECK(watching->raise(entries, mine) == 3);
  CHECK(told(test, "MAN") == std::vector(entries.begin(), entries.begin() + 3));
  // The authority itself is told that they wait, once.
  CHECK(watching->waiting() == 1);
  CHECK(watching->waiting() == 0);
  const auto hold = holds(test).at(0);
  CHECK(told(test, "BIR", domain::AlertKind::entries_held) == std::vector{hold.id});
  CHECK(hold.alerts_waiting == 3);
  // Compared again, as behind a restart: nothing comes twice to the queue.
  CHECK(watching->raise(entries, mine) == 0);
  CHECK(holds(test).at(0).alerts_waiting == 3);

  // Whoever held the watch dies between the release and the alerts; another goes on.
  must(release(test, hold));
  watching.reset();
  Watching other(test);
  CHECK(other.waiting() == 3);
  CHECK(other.waiting() == 0);
  CHECK(told(test, "MAN") == entries);
  CHECK(other.raise(entries, mine) == 0);
  CHECK(holds(test).at(0).alerts_waiting == 0);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select is_done from entry_hold") == "t");
}

TEST_CASE("an entry that was removed or erased while it waited is told of to nobody") {
  TestRegister test(low_limits);
  const auto mine = licences(test, 0, 6);
  const auto entries = post(test, "BIR", 0, 6);
  Watching watching(test);
  watching.raise({entries[3], entries[4], entries[5]}, {mine[3], mine[4], mine[5]});
  change_state(test, "BIR", entries[3], "removed");
  must(test.store().replay_erasures(std::vector{entries[4]}, test.now()));
  const auto hold = holds(test).at(0);
  CHECK(hold.entries == 2);
  must(release(test, hold));
  CHECK(watching.waiting() == 2);  // the hold's own, and the one that is left
  CHECK(told(test, "MAN") == std::vector{entries[5]});
}

TEST_CASE("new entries that match many licensees of others are held from the limit on") {
  TestRegister test([](store::StoreOptions& options) {
    low_limits(options);
    options.hold_limits.floor = 1'000;
  });
  const auto mine = licences(test, 0, 9);
  const auto entries = post(test, "BIR", 0, 5);
  Watching watching(test);
  CHECK(watching.raise(entries, {mine[0], mine[1], mine[2], mine[3], mine[4]}) == 2);
  CHECK(held(test, entries) == std::vector{false, false, true, true, true});
  const auto hold = holds(test).at(0);
  CHECK(hold.cause == domain::HoldCause::others);
  CHECK(hold.alerts_waiting == 3);
  CHECK(watching.waiting() == 1);
  // In later steps of the watch too; of others than this authority nothing is held.
  const auto more = post(test, "BIR", 20, 1);
  CHECK(watching.raise(more, {mine[5]}) == 0);
  CHECK(watching.raise(post(test, "LDS", 30, 1), {mine[6]}, "LDS") == 1);

  must(release(test, holds(test).at(0)));
  CHECK(watching.waiting() == 4);
  // What a person has looked at is not asked about again.
  CHECK(watching.raise({entries[2]}, {mine[7]}) == 1);
  // A day later its entries are no news.
  test.clock().advance(std::chrono::hours(25));
  CHECK(watching.raise({entries[0]}, {mine[8]}) == 1);
}

namespace {

// Stories of posting, watching, releasing and dying; what must be true after each step.
struct Story {
  Story(unsigned seed, std::int64_t floor)
      : test([floor](store::StoreOptions& options) {
          low_limits(options);
          options.hold_limits.floor = floor;
          options.hold_limits.others = 1'000;
        }),
        draws(seed),
        mine(licences(test, 0, 60)) {}

  void step() {
    switch (draws() % 5) {
      case 0:
      case 1: {
        if (posted.size() > 50) return;
        const auto count = 1 + static_cast<int>(draws() % 3);
        for (const auto& id : post(test, "BIR", static_cast<int>(posted.size()), count))
          posted.push_back(id);
        break;
      }
      case 2: {
        Watching watching(test);  // and dies behind it
        watching.raise(posted,
                       {mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(posted.size())});
        break;
      }
      case 3:
        if (const auto all = holds(test); !all.empty() && all[0].state == domain::HoldState::open)
          must(release(test, all[0]));
        break;
      default:
        Watching(test).waiting();
    }
    test.clock().advance(std::chrono::minutes(1));
  }

  // How many were told of although they wait, more than once, or out of the order of the feed
  // among those that waited together.
  int faults() {
    const auto all = told(test, "MAN");
    int found = 0;
    if (std::set(all.begin(), all.end()).size() != all.size()) ++found;
    if (all.empty()) return found;
    auto owner = test.session("superuser");
    // By a limit of three a day, whatever the register was told.
    const auto seen = ask(*owner,
                          "select count(*) from alert a where kind = 'licensee_matched'"
                          " and exists (select from held_entry e join entry_hold h"
                          "   on h.authority = e.authority and h.id = e.hold"
                          "   where e.entry = a.entry and h.state = 'open')");
    found += std::stoi(seen);
    const auto unheld = std::stoi(ask(*owner,
                                      "select count(*) from decision d where not exists"
                                      " (select from held_entry e where e.entry = d.id)"));
    if (unheld > 3) ++found;
    return found;
  }

  TestRegister test;
  std::mt19937 draws;
  std::vector<core::Uuid> mine;
  std::vector<core::Uuid> posted;
};

int faults_of(std::int64_t floor) {
  int found = 0;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    Story story(seed, floor);
    for (int i = 0; i < 40; ++i) {
      story.step();
      found += story.faults();
    }
    // In the end all that were released are told of.
    for (int i = 0; i < 2; ++i) {
      const auto all = holds(story.test);
      if (!all.empty() && all[0].state == domain::HoldState::open)
        must(release(story.test, all[0]));
    }
    Watching last(story.test);
    last.raise(story.posted, {story.mine.begin(), story.mine.begin() + static_cast<std::ptrdiff_t>(
                                                                           story.posted.size())});
    last.waiting();
    if (told(story.test, "MAN").size() != story.posted.size()) ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("no story tells of what waits, or of anything twice; a twin that never holds is caught") {
  CHECK(faults_of(3) == 0);
  CHECK(faults_of(1'000'000) > 0);
}
