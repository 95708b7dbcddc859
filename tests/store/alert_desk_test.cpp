// What people do about alerts: one after the other, kept with who and why, told, and clocked.
#include "ports/alert_desk.hpp"

#include "app/reference.hpp"
#include "fixture.hpp"

#include <algorithm>
#include <fstream>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;
using domain::AlertChange;
using domain::AlertState;

namespace {

// Alerts about a webhook, as the sender writes them: no licence and no entry is needed.
core::Uuid raise(TestRegister& test, const std::string& authority) {
  (void)ask(*test.session("bw_webhook"), "select tell_webhook_disabled('" + authority +
                                             "', gen_random_uuid(), '" + core::to_text(test.now()) +
                                             "')");
  return must(test.store().alerts().alerts(caller(authority), 0, 100)).back().id;
}

core::Result<ports::AlertInFull> change(TestRegister& test, const core::Uuid& id,
                                        AlertChange wanted, const std::string& note = "",
                                        const std::string& actor = "officer") {
  ports::AlertChangeMade made;
  made.change = wanted;
  made.at = test.now();
  made.actor = actor;
  made.by = "Amina " + actor;
  made.note = note;
  return test.store().alert_desk().change({.authority = "MAN", .actor = actor}, id, made,
                                          test.leaf("alert_changed", "MAN"));
}

app::Reference reference() {
  std::vector<ports::ReferenceFile> files;
  for (const auto kind : app::reference_kinds) {
    std::ifstream file(std::string(BW_SOURCE_DIR) + "/config/reference/" + std::string(kind) +
                       ".json");
    files.push_back(
        {std::string(kind), "2026-11-23", std::string(std::istreambuf_iterator<char>(file), {})});
  }
  return must(app::read_reference(files));
}

std::string duties(TestRegister& test) {
  return ask(*test.session("superuser"),
             "select string_agg(authority || ' ' || kind || ' ' || about || ' ' || state || ' ' ||"
             " escalates_to, ', ' order by opened_at, authority) from duty");
}

}  // namespace

TEST_CASE("an alert is changed with its history, its event and its leaf") {
  TestRegister test;
  const auto id = raise(test, "MAN");
  must(change(test, id, AlertChange::see));
  must(change(test, id, AlertChange::acknowledge));
  const auto made = must(change(test, id, AlertChange::act, "The licence is suspended."));
  CHECK(made.alert.state == AlertState::acted);
  const auto found = must(test.store().alert_desk().find(caller("MAN"), id));
  REQUIRE(found.history.size() == 3);
  CHECK(found.alert.state == AlertState::acted);
  CHECK(found.history[0].change == AlertChange::see);
  CHECK(found.history[0].note.empty());
  CHECK(found.history[2].state == AlertState::acted);
  CHECK(found.history[2].note == "The licence is suspended.");
  CHECK(found.history[2].by == "Amina officer");
  const auto events = must(test.store().alerts().events(caller("MAN"), 0, 10));
  REQUIRE(events.size() == 4);
  CHECK(events[3].seq == 4);
  CHECK(events[3].type == "alert.changed");
  CHECK(events[3].data.find("acted") != std::string::npos);
  CHECK(events[3].data.find("suspended") == std::string::npos);
  CHECK(ask(*test.session("superuser"),
            "select count(*) from log_leaf where kind = 'alert_changed'") == "3");
  // What was said is sealed.
  CHECK(ask(*test.session("superuser"),
            "select count(*) from alert_change where content::text like '%' ||"
            " encode('suspended', 'hex') || '%'") == "0");
}

TEST_CASE(
    "what may not be done names what may, and leaves no trace; the same again is it already") {
  TestRegister test;
  const auto id = raise(test, "MAN");
  must(change(test, id, AlertChange::dismiss, "A namesake."));
  CHECK(must(change(test, id, AlertChange::dismiss, "A namesake.")).history.size() == 1);
  const auto refused = change(test, id, AlertChange::act, "Too late.");
  REQUIRE(refused.has_error());
  CHECK(refused.error().code() == core::Errc::conflict);
  CHECK(refused.error().detail() == "The alert is dismissed. What is possible: acknowledge.");
  CHECK(change(test, id, AlertChange::dismiss, "A namesake.", "another").has_error());
  CHECK(must(test.store().alerts().events(caller("MAN"), 0, 10)).size() == 2);
  CHECK(test.store().alert_desk().find(caller("LDS"), id).error().code() == core::Errc::not_found);
}

TEST_CASE("alerts are listed from either end, and counted by kind and state without being read") {
  TestRegister test;
  std::vector<core::Uuid> ids;
  for (int i = 0; i < 5; ++i)
    ids.push_back(raise(test, "MAN"));
  (void)raise(test, "LDS");
  must(change(test, ids[1], AlertChange::see));
  must(change(test, ids[4], AlertChange::dismiss, "A namesake."));
  auto& desk = test.store().alert_desk();
  const auto numbers = [&](const ports::AlertQuery& query) {
    std::vector<std::int64_t> found;
    for (const auto& alert : must(desk.list(caller("MAN"), query)))
      found.push_back(alert.number);
    return found;
  };
  CHECK(numbers({.before = 5, .limit = 2}) == std::vector<std::int64_t>{4, 3});
  CHECK(numbers({.before = 3, .limit = 9}) == std::vector<std::int64_t>{2, 1});
  CHECK(numbers({.before = 99, .states = {AlertState::raised}}) ==
        std::vector<std::int64_t>{4, 3, 1});
  CHECK(numbers({.before = 1}).empty());
  CHECK(numbers({.after = 3, .limit = 0}).empty());

  auto counts = must(desk.counts(caller("MAN")));
  std::sort(counts.begin(), counts.end(),
            [](const auto& a, const auto& b) { return a.state < b.state; });
  REQUIRE(counts.size() == 3);
  CHECK(counts[0].state == AlertState::raised);
  CHECK(counts[0].count == 3);
  CHECK(counts[0].oldest_raised_at == must(desk.find(caller("MAN"), ids[0])).alert.raised_at);
  CHECK(counts[1].state == AlertState::seen);
  CHECK(counts[1].count == 1);
  CHECK(counts[2].kind == domain::AlertKind::webhook_disabled);
  CHECK(must(desk.counts(caller("YRK"))).empty());
}

TEST_CASE("of two officers at once one is first, and the other is judged by what they left") {
  TestRegister test;
  for (int round = 0; round < 10; ++round) {
    const auto id = raise(test, "MAN");
    std::vector<core::Result<ports::AlertInFull>> answers(2, core::Error());
    std::thread one([&] { answers[0] = change(test, id, AlertChange::act, "Done.", "one"); });
    std::thread two([&] { answers[1] = change(test, id, AlertChange::dismiss, "No.", "two"); });
    one.join();
    two.join();
    CHECK(answers[0].has_value() != answers[1].has_value());
    CHECK(must(test.store().alert_desk().find(caller("MAN"), id)).history.size() == 1);
  }
}

TEST_CASE("alerts are listed by state and by kind, behind a number") {
  TestRegister test;
  std::vector<core::Uuid> ids;
  for (int i = 0; i < 4; ++i)
    ids.push_back(raise(test, "MAN"));
  (void)raise(test, "LDS");
  must(change(test, ids[1], AlertChange::acknowledge));
  must(change(test, ids[2], AlertChange::see));
  const auto numbers = [&](ports::AlertQuery query) {
    std::vector<std::int64_t> out;
    for (const auto& one : must(test.store().alert_desk().list(caller("MAN"), query)))
      out.push_back(one.number);
    return out;
  };
  using Numbers = std::vector<std::int64_t>;
  CHECK(numbers({}) == Numbers{1, 2, 3, 4});
  CHECK(numbers({.states = {AlertState::raised, AlertState::seen}}) == Numbers{1, 3, 4});
  CHECK(numbers({.after = 1, .states = {AlertState::raised}}) == Numbers{4});
  CHECK(numbers({.limit = 1, .states = {AlertState::acknowledged}}) == Numbers{2});
  CHECK(numbers({.kinds = {domain::AlertKind::webhook_disabled}}) == Numbers{1, 2, 3, 4});
  CHECK(numbers({.kinds = {domain::AlertKind::licensee_matched}}).empty());
  CHECK(test.store().alert_desk().list(caller("MAN"), {.after = 5}).error().code() ==
        core::Errc::malformed);
}

TEST_CASE("an alert that nobody acknowledges is a duty that goes to a supervisor") {
  TestRegister test;
  const auto rules = reference();
  const auto clocks = test.store().new_alert_clocks();
  const auto begin = [&] { return must(clocks->begin(rules.calendar, rules.periods, 100)); };
  const auto waits = raise(test, "MAN");
  const auto taken = raise(test, "MAN");
  const auto early = raise(test, "MAN");
  must(change(test, early, AlertChange::acknowledge));
  CHECK(begin() == 3);
  CHECK(begin() == 0);
  CHECK(ask(*test.session("superuser"), "select count(*) from duty") == "2");
  must(change(test, taken, AlertChange::see));
  CHECK(ask(*test.session("superuser"), "select count(*) from duty where state = 'open'") == "2");
  must(change(test, taken, AlertChange::acknowledge));
  CHECK(ask(*test.session("superuser"),
            "select about from duty where state = 'open' and kind = 'acknowledge_alert'") ==
        waits.text());
  CHECK(duties(test).find("supervisor") != std::string::npos);

  // Not in time: the authority is told, once for each notice, and that is no alert with a clock.
  const auto alarm = test.store().new_duty_alarm();
  const auto later = core::uk_date(test.now()).plus_days(14);
  CHECK(must(alarm->raise(later, test.now(), 100)) == 2);  // overdue, escalation
  CHECK(must(alarm->raise(later, test.now(), 100)) == 0);
  CHECK(begin() == 2);
  CHECK(ask(*test.session("superuser"), "select count(*) from duty") == "2");
}

TEST_CASE("clocks begin in bounded steps, each with the days of its authority and day, each once") {
  TestRegister test;
  const auto rules = reference();
  // As many as a load may raise, of two authorities and two days; every fifth is acknowledged.
  (void)ask(*test.session("superuser"),
            "insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,"
            "                   recording_authority)"
            " select case when n % 2 = 0 then 'MAN' else 'BIR' end, gen_random_uuid(), n,"
            "        case when n % 3 = 0 then '2026-11-26T12:00:00Z'::timestamptz"
            "             else '2026-11-23T12:00:00Z' end,"
            "        'data_quality', case when n % 5 = 0 then 'acknowledged' else 'raised' end,"
            "        'reconciliation', gen_random_uuid(), 'MAN'"
            " from generate_series(1, 2500) as n");
  const auto begin = [&](store::Store& by) {
    return must(by.new_alert_clocks()->begin(rules.calendar, rules.periods, 1'000));
  };
  CHECK(begin(test.store()) == 1'000);
  CHECK(begin(test.store()) == 1'000);
  CHECK(begin(test.store()) == 500);
  CHECK(begin(test.store()) == 0);
  auto session = test.session("superuser");
  CHECK(ask(*session, "select count(*) from duty") == "2000");
  CHECK(ask(*session,
            "select count(*) from duty as d join alert as a"
            "   on a.authority = d.authority and a.id = d.about and a.state = 'raised'"
            "  and d.opened_on = (a.raised_at at time zone 'Europe/London')::date") == "2000");
  // What one by itself is given.
  const auto alone = [&](const char* authority, const char* from) {
    return must(domain::open_duty({.authority = authority,
                                   .kind = domain::DutyKind::acknowledge_alert,
                                   .about = {"alert", {}},
                                   .from = day(from)},
                                  rules.calendar, rules.periods));
  };
  for (const auto* authority : {"MAN", "BIR"})
    for (const auto* from : {"2026-11-23", "2026-11-26"})
      CHECK(ask(*session, std::string("select string_agg(distinct concat_ws('/', due_on, remind_on,"
                                      "       escalate_on, state, reckoning), ';') from duty"
                                      " where authority = '") +
                              authority + "' and opened_on = '" + from + "'") ==
            alone(authority, from).due_on.iso() + "/" + alone(authority, from).remind_on.iso() +
                "/" + alone(authority, from).escalate_on.iso() + "/open/" +
                alone(authority, from).reckoning);
}

TEST_CASE("what was said about an alert goes with its entry") {
  TestRegister test;
  const auto id = raise(test, "MAN");
  must(change(test, id, AlertChange::act, "Spoken to Amina."));
  const auto entry = test.enter("BIR", {decision(1)})[0].record.id;
  (void)ask(*test.session("superuser"), "update alert set entry = '" + entry.text() +
                                            "' where id = '" + id.text() +
                                            "'"
                                            " returning 1");
  (void)must(test.store().erase_expired(
      day("2100-01-01"), test.now(), 100, [](std::span<const store::Erased>) {
        return core::Result<std::vector<proof::Leaf>>(std::vector<proof::Leaf>());
      }));
  const auto found = must(test.store().alert_desk().find(caller("MAN"), id));
  REQUIRE(found.history.size() == 1);
  CHECK(found.history[0].note.empty());
  CHECK(found.history[0].by.empty());
  CHECK(found.alert.state == AlertState::acted);
}
