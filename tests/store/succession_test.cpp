// Take-overs in the database: who acts for whom, what they see of it, and what is handed on, once.
#include "fixture.hpp"
#include "store/successions.hpp"

#include <algorithm>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

const domain::Succession wlv_by_bir{"WLV", "BIR", "BIR", day("2026-04-01")};

std::unique_ptr<store::SqlSuccessions> successions(const TestRegister& test) {
  return std::make_unique<store::SqlSuccessions>(
      [database = test.database()] { return conninfo("bw_watch", database); });
}

void take_over(const TestRegister& test, const std::vector<domain::Succession>& happened,
               std::size_t fresh) {
  CHECK(must(successions(test)->take_over(happened, test.now())) == fresh);
}

void hand_on(const TestRegister& test) {
  const auto kept = successions(test);
  while (must(kept->hand_on(test.now(), 2)) > 0) {
  }
}

// An alert of WLV's licence of person `n`, and its event, as the watch raises them.
void raise(TestRegister& test, int n, const std::string& authority = "WLV") {
  auto owner = test.session("bw_migrate");
  must(owner->script("raise", "set role bw_owner"));
  const auto number = std::to_string(n);
  must(owner->script(
      "raise",
      "insert into authority_event_head (authority, seq, alerts) values ('" + authority +
          "', 0, 0) on conflict do nothing;"
          "update authority_event_head set seq = seq + 1, alerts = alerts + 1 where authority = '" +
          authority +
          "';"
          "insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,"
          "                   recording_authority, licence, band, probability)"
          " select l.authority, ('00000000-0000-0000-0000-00000000000" +
          number +
          "')::uuid, h.alerts, '2026-03-01', 'licensee_matched', 'raised', 'decision',"
          "        gen_random_uuid(), 'MAN', l.id, 'strong', 1"
          " from authority_event_head as h join licence as l on l.authority = h.authority"
          " where h.authority = '" +
          authority +
          "' limit 1;"
          "insert into authority_event (authority, seq, type, at, data)"
          " select h.authority, h.seq, 'alert.raised', '2026-03-01',"
          "        json_build_object('alert', '00000000-0000-0000-0000-00000000000" +
          number +
          "', 'number', h.alerts)::text"
          " from authority_event_head as h where h.authority = '" +
          authority + "'"));
}

std::vector<ports::Alert> alerts(TestRegister& test, const std::string& authority) {
  return must(test.store().alerts().alerts(caller(authority), 0, 100));
}

std::string count_as(const TestRegister& test, const std::string& authority,
                     const std::string& table) {
  auto session = test.session("bw_app");
  must(session->begin_as(authority));
  return ask(*session, "select count(*) from " + table);
}

}  // namespace

TEST_CASE(
    "Whoever acts for a former authority sees its duties and licences, and nobody else does") {
  TestRegister test;
  test.put("WLV", {licence(1), licence(2)});
  test.put("BIR", {licence(3)});
  test.enter("WLV", {decision(1)});
  CHECK(count_as(test, "BIR", "licence") == "1");
  take_over(test, {wlv_by_bir}, 1);
  take_over(test, {wlv_by_bir}, 0);
  CHECK(count_as(test, "BIR", "licence") == "3");
  CHECK(count_as(test, "WLV", "licence") == "2");
  CHECK(count_as(test, "MAN", "licence") == "0");
  // What is not needed unasked stays under the code that recorded it.
  CHECK(count_as(test, "BIR", "decision") == "0");
  auto session = test.session("bw_app");
  must(session->begin_as("BIR"));
  CHECK(ask(*session,
            "with changed as (update licence set status = status returning 1)"
            " select count(*) from changed") == "1");
  CHECK(refusal(*session, "select take_over('{LDS}', '{BIR}', '{BIR}', '{2026-04-01}', now())") ==
        "42501");
}

TEST_CASE("What a former authority was told is handed on once, whoever hands it on") {
  TestRegister test;
  test.put("WLV", {licence(1)});
  raise(test, 1);
  raise(test, 2);
  {
    auto owner = test.session("bw_migrate");
    must(owner->script("act", "set role bw_owner"));
    must(owner->script("act", "update alert set state = 'acted' where number = 2"));
  }
  hand_on(test);
  CHECK(alerts(test, "BIR").empty());
  take_over(test, {wlv_by_bir}, 1);
  std::vector<std::thread> both;
  for (int i = 0; i < 2; ++i)
    both.emplace_back([&] { hand_on(test); });
  for (auto& one : both)
    one.join();
  hand_on(test);

  // Of before, what is not done with; with its day, and with the licence's number.
  auto told = alerts(test, "BIR");
  REQUIRE(told.size() == 1);
  CHECK(told[0].id == alerts(test, "WLV")[0].id);
  CHECK(told[0].raised_at == at("2026-03-01T00:00:00Z"));
  CHECK(told[0].licence_number == licence(1).licence_number);
  CHECK(told[0].number == 1);

  // Of after, all.
  raise(test, 3);
  hand_on(test);
  told = alerts(test, "BIR");
  REQUIRE(told.size() == 2);
  CHECK(told[1].number == 2);
  const auto events = must(test.store().alerts().events(caller("BIR"), 0, 100));
  REQUIRE(events.size() == 3);
  CHECK(events[0].type == "authority.taken_over");
  CHECK(events[2].seq == 3);
  CHECK(alerts(test, "MAN").empty());
}

TEST_CASE("Where the successor ends too, its own successor acts for both") {
  TestRegister test;
  test.put("WLV", {licence(1)});
  raise(test, 1);
  take_over(test, {wlv_by_bir}, 1);
  hand_on(test);
  auto by_man = wlv_by_bir;
  by_man.holder = "MAN";
  take_over(test, {by_man, {"BIR", "MAN", "MAN", day("2026-05-01")}}, 1);
  raise(test, 2);
  hand_on(test);
  const auto told = alerts(test, "MAN");
  REQUIRE(told.size() == 2);
  for (const auto& one : told) {
    CHECK(one.licence_number == licence(1).licence_number);
  }
  CHECK(alerts(test, "BIR").size() == 1);
  // What happened is not rewritten.
  take_over(test, {{"WLV", "LDS", "LDS", day("2026-04-01")}}, 0);
  CHECK(must(store::taken_over(conninfo("bw_migrate", test.database()))) ==
        std::vector<domain::Succession>{by_man, {"BIR", "MAN", "MAN", day("2026-05-01")}});
}

TEST_CASE("What stands under a code is counted, and nothing of another's") {
  TestRegister test;
  test.put("WLV", {licence(1), licence(2)});
  test.put("BIR", {licence(3)});
  test.enter("WLV", {decision(1)});
  const auto held = must(store::holdings_of(conninfo("bw_migrate", test.database()), "WLV"));
  CHECK(held == ports::Holdings{.entries = 1, .licences = 2});
  CHECK(must(store::holdings_of(conninfo("bw_migrate", test.database()), "LDS")) ==
        ports::Holdings{});
}
