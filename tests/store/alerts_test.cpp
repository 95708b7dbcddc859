// Raising alerts, once, by one daemon at a time.
#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

ports::NewAlert alert(const std::string& authority, const core::Uuid& entry,
                      const core::Uuid& licence) {
  return {.authority = authority,
          .kind = domain::AlertKind::licensee_matched,
          .entry_type = "decision",
          .entry = entry,
          .recording_authority = "BIR",
          .licence = licence,
          .band = "strong",
          .probability = 0.97};
}

ports::Compared compared(TestRegister& test, std::int64_t from, std::int64_t to) {
  return {
      .from = feed_place(test, from), .to = feed_place(test, to), .index = feed_place(test, to)};
}

void short_lease(store::StoreOptions& options) {
  options.watch_lease = std::chrono::milliseconds(300);
}

bool passes_to(ports::Watch& watch, TestRegister& test) {
  for (int i = 0; i < 100; ++i) {
    if (must(watch.hold())) return true;
    (void)ask(*test.session("superuser"), "select pg_sleep(0.02)");
  }
  return false;
}

}  // namespace

TEST_CASE("an alert is raised once for each kind, entry and licence") {
  TestRegister test;
  const auto entry = test.enter("BIR", {decision(1)})[0].record.id;
  const auto man = test.put("MAN", {licence(1), licence(2)});
  const auto lds = test.put("LDS", {licence(1)});
  auto watch = test.store().new_watch();
  REQUIRE(must(watch->hold()));
  REQUIRE(must(watch->position()) == feed_place(test, 0));

  const std::vector<ports::NewAlert> first = {alert("MAN", entry, man[0].id),
                                              alert("LDS", entry, lds[0].id),
                                              alert("MAN", entry, man[0].id)};
  REQUIRE(must(watch->raise(first, compared(test, 0, 3), test.now())) == 2);
  const std::vector<ports::NewAlert> second = {alert("MAN", entry, man[0].id),
                                               alert("MAN", entry, man[1].id)};
  REQUIRE(must(watch->raise(second, compared(test, 3, 4), test.now())) == 1);
  REQUIRE(must(watch->position()) == feed_place(test, 4));
  REQUIRE(must(test.store().alerts().watched_position()) == 4);

  const auto mine = must(test.store().alerts().alerts(caller("MAN"), 0, 10));
  REQUIRE(mine.size() == 2);
  REQUIRE(mine[0].number == 1);
  REQUIRE(mine[1].number == 2);
  REQUIRE(mine[0].licence_number == licence(1).licence_number);
  REQUIRE(mine[1].licence_number == licence(2).licence_number);
  REQUIRE(mine[0].entry == entry);
  REQUIRE(mine[0].recording_authority == "BIR");
  REQUIRE(mine[0].band == "strong");
  REQUIRE(mine[0].probability == 0.97);
  REQUIRE(mine[0].state == domain::AlertState::raised);
  REQUIRE(must(test.store().alerts().alerts(caller("MAN"), 1, 10)).size() == 1);
  REQUIRE(must(test.store().alerts().alerts(caller("MAN"), 0, 1)).size() == 1);
  REQUIRE(must(test.store().alerts().alerts(caller("BIR"), 0, 10)).empty());

  const auto events = must(test.store().alerts().events(caller("MAN"), 0, 10));
  REQUIRE(events.size() == 2);
  REQUIRE(events[0].seq == 1);
  REQUIRE(events[1].seq == 2);
  REQUIRE(events[0].type == "alert.raised");
  REQUIRE(events[0].data.find(mine[0].id.text()) != std::string::npos);
  REQUIRE(must(test.store().alerts().events(caller("MAN"), 2, 10)).empty());

  // A cursor that was never given, as a client's from before a restore.
  const auto refused = [](const auto& page) { return page.error().code(); };
  auto& inbox = test.store().alerts();
  CHECK(refused(inbox.events(caller("MAN"), 3, 10)) == core::Errc::malformed);
  CHECK(refused(inbox.alerts(caller("MAN"), 3, 10)) == core::Errc::malformed);
  CHECK(must(inbox.alerts(caller("LDS"), 1, 10)).empty());
  CHECK(refused(inbox.alerts(caller("LDS"), 2, 10)) == core::Errc::malformed);
  CHECK(refused(inbox.events(caller("BIR"), 1, 10)) == core::Errc::malformed);
}

TEST_CASE("only the position moves when there is nothing to raise, and only from where it was") {
  TestRegister test;
  (void)test.put("MAN", {licence(1), licence(2), licence(3)});
  auto watch = test.store().new_watch();
  REQUIRE(must(watch->hold()));
  REQUIRE(must(watch->raise({}, compared(test, 0, 3), test.now())) == 0);
  CHECK(watch->raise({}, compared(test, 0, 2), test.now()).error().code() == core::Errc::conflict);
  CHECK(watch->raise({}, compared(test, 2, 3), test.now()).error().code() == core::Errc::conflict);
  REQUIRE(must(watch->position()) == feed_place(test, 3));
}

TEST_CASE("what was compared with another history is not written, and does not count") {
  TestRegister test;
  const auto entry = test.enter("BIR", {decision(1)})[0].record.id;
  const auto man = test.put("MAN", {licence(1)});
  auto watch = test.store().new_watch();
  REQUIRE(must(watch->hold()));
  REQUIRE(must(watch->raise({}, compared(test, 0, 1), test.now())) == 0);
  const std::vector<ports::NewAlert> alerts = {alert("MAN", entry, man[0].id)};
  auto stale = compared(test, 1, 2);

  SECTION("the database was restored: another epoch") {
    must(test.store().new_epoch());
  }
  SECTION("the place was another history's: another chain") {
    (void)ask(*test.session("superuser"),
              "update watch_position set chain = decode(repeat('ff', 32), 'hex') returning 1");
  }
  SECTION("the index that was compared with is another history's") {
    stale.index.chain[0] ^= 1;
    REQUIRE(watch->raise(alerts, stale, test.now()).error().code() == core::Errc::conflict);
    REQUIRE(must(watch->position()) == feed_place(test, 1));
    return;
  }
  CHECK(watch->raise(alerts, stale, test.now()).error().code() == core::Errc::conflict);
  CHECK(must(test.store().alerts().alerts(caller("MAN"), 0, 10)).empty());
  CHECK(must(test.store().alerts().watched_position()) == 0);
  CHECK(must(watch->position()) == feed_place(test, 0));
  CHECK(must(watch->raise(alerts, compared(test, 0, 2), test.now())) == 1);
  CHECK(must(test.store().alerts().watched_position()) == 2);
}

TEST_CASE("the watch is one daemon's, and passes on when that one goes or hangs") {
  TestRegister test(short_lease);
  (void)test.put("MAN", {licence(1)});
  auto first = test.store().new_watch();
  auto second = test.store().new_watch();
  REQUIRE(must(first->hold()));
  REQUIRE(must(first->hold()));
  REQUIRE_FALSE(must(second->hold()));
  REQUIRE(second->raise({}, compared(test, 0, 1), test.now()).has_error());

  SECTION("it lets go") {
    first->let_go();
  }
  SECTION("it is gone without a word") {
    first.reset();
  }
  SECTION("it hangs") {}
  SECTION("it hangs in the middle of writing") {
    // As far as the database sees: the lease is locked by a transaction that goes no further.
    auto hung = test.session("bw_watch");
    (void)must(hung->script("hang",
                            "set idle_in_transaction_session_timeout = 200; begin;"
                            "update watch_lease set ends_at = clock_timestamp()"
                            " + interval '200 milliseconds'"));
    REQUIRE(passes_to(*second, test));
    return;
  }
  REQUIRE(passes_to(*second, test));
}

TEST_CASE("one who hung and was replaced writes nothing twice") {
  TestRegister test(short_lease);
  const auto entry = test.enter("BIR", {decision(1)})[0].record.id;
  const auto man = test.put("MAN", {licence(1)});
  const std::vector<ports::NewAlert> alerts = {alert("MAN", entry, man[0].id)};
  const auto step = compared(test, 0, 2);
  auto first = test.store().new_watch();
  auto second = test.store().new_watch();
  REQUIRE(must(first->hold()));
  REQUIRE(passes_to(*second, test));

  // It goes on where it was: it believes that it holds.
  CHECK(first->raise(alerts, step, test.now()).error().code() == core::Errc::unavailable);
  CHECK(must(first->position()).seq == 0);
  REQUIRE(must(second->raise(alerts, step, test.now())) == 1);
  CHECK(first->raise(alerts, step, test.now()).has_error());
  CHECK_FALSE(must(first->hold()));
  CHECK(must(test.store().alerts().events(caller("MAN"), 0, 10)).size() == 1);
}

TEST_CASE("a watch that lost its connection raises nothing until it holds again") {
  TestRegister test;
  auto watch = test.store().new_watch();
  (void)test.put("MAN", {licence(1)});
  const auto step = compared(test, 0, 1);
  REQUIRE(must(watch->hold()));
  auto owner = test.session("superuser");
  (void)ask(*owner,
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename ="
            " 'bw_watch' and datname = current_database()");
  REQUIRE(watch->raise({}, step, test.now()).has_error());
  REQUIRE(watch->raise({}, step, test.now()).has_error());
  REQUIRE(must(watch->hold()));
  REQUIRE(watch->raise({}, step, test.now()).has_value());
}
