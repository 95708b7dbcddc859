// Duties in the database: opened once, closed by who owes or opened them, listed by who owes them
// alone, told of once whoever looks, and counted.
#include "app/first_reviews.hpp"
#include "fixture.hpp"
#include "ports/contacts.hpp"
#include "ports/first_reviews.hpp"

#include <set>
#include <thread>
#include <tuple>

using namespace badgewatch;
using namespace badgewatch::store::test;
using domain::DutyKind;
using domain::DutyState;

namespace {

core::WorkingDays calendar() {
  return {{}, day("2012-01-01"), day("2035-12-31")};
}

domain::Periods periods() {
  using domain::PeriodUnit;
  std::vector<domain::Period> all;
  const auto add = [&](const char* name, int amount, PeriodUnit unit) {
    all.push_back({name, amount, unit, day("2012-01-01"), {}, ""});
  };
  add("consider_concern", 20, PeriodUnit::working_days);
  add("share_concern", 10, PeriodUnit::working_days);
  add("answer_disclosure", 20, PeriodUnit::working_days);
  add("contact_review", 12, PeriodUnit::months);
  add("remind_of_duty", 3, PeriodUnit::working_days);
  add("escalate_duty", 2, PeriodUnit::working_days);
  return domain::Periods(std::move(all));
}

core::Uuid thing(int n) {
  core::Uuid id;
  id.bytes[15] = static_cast<std::uint8_t>(n);
  return id;
}

domain::Duty duty(const std::string& authority, int n, const char* from,
                  DutyKind kind = DutyKind::consider_concern) {
  return must(domain::open_duty({authority, kind, {"concern", thing(n)}, day(from)}, calendar(),
                                periods()));
}

void open(TestRegister& test, const std::string& by, const std::vector<domain::Duty>& duties) {
  auto unit = must(test.store().records().begin(caller(by)));
  for (const auto& one : duties)
    must(unit->duties().open(one));
  must(unit->commit());
}

std::size_t close(TestRegister& test, const std::string& by, const std::string& owed_by, int n,
                  const char* on) {
  auto unit = must(test.store().records().begin(caller(by)));
  const auto closed = must(
      unit->duties().close({owed_by, DutyKind::consider_concern, {"concern", thing(n)}}, day(on)));
  must(unit->commit());
  return closed;
}

std::vector<ports::KeptDuty> list(TestRegister& test, const std::string& authority,
                                  const char* today, const ports::DutyFilter& filter = {},
                                  const std::optional<ports::DutyPlace>& after = {},
                                  std::size_t limit = 100) {
  return must(test.store().duties().list(caller(authority), filter, after, day(today), limit,
                                         test.leaf("duties_listed", authority)))
      .duties;
}

ports::WaitingDuties counted(TestRegister& test, const std::string& authority, const char* today) {
  const ports::DutyFilter filter{.kind = DutyKind::contact_review, .state = DutyState::done};
  return must(test.store().duties().list(caller(authority), filter, {}, day(today), 1,
                                         test.leaf("duties_listed", authority)))
      .waiting;
}

std::vector<std::string> told(TestRegister& test, const std::string& authority) {
  std::vector<std::string> all;
  for (const auto& alert : must(test.store().alerts().alerts(caller(authority), 0, 100))) {
    CHECK(alert.kind == domain::AlertKind::duty_due);
    CHECK(alert.entry_type == "duty");
    REQUIRE(alert.duty.has_value());
    all.push_back(alert.change + " " + alert.changed_on->iso());
  }
  return all;
}

}  // namespace

TEST_CASE("A duty comes with what makes it, once, and goes with it where that is undone") {
  TestRegister test;
  {
    auto unit = must(test.store().records().begin(caller("WLV")));
    must(unit->duties().open(duty("LDS", 1, "2026-11-02")));
    // Not committed.
  }
  CHECK(list(test, "LDS", "2026-11-02").empty());
  open(test, "WLV", {duty("LDS", 1, "2026-11-02")});
  open(test, "WLV", {duty("LDS", 1, "2026-11-02")});
  const auto listed = list(test, "LDS", "2026-11-02");
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].duty == duty("LDS", 1, "2026-11-02"));
  CHECK(listed[0].opened_by == "WLV");
  CHECK(list(test, "WLV", "2026-11-02").empty());
  CHECK(list(test, "BIR", "2026-11-02").empty());
}

TEST_CASE("Who owes a duty closes it, or who opened it, and nobody else") {
  TestRegister test;
  open(test, "WLV", {duty("LDS", 1, "2026-11-02"), duty("LDS", 2, "2026-11-02")});
  CHECK(close(test, "BIR", "LDS", 1, "2026-11-05") == 0);
  CHECK(close(test, "LDS", "LDS", 1, "2026-11-05") == 1);
  CHECK(close(test, "WLV", "LDS", 2, "2026-11-06") == 1);
  CHECK(close(test, "LDS", "LDS", 1, "2026-11-09") == 0);
  CHECK(list(test, "LDS", "2026-11-10").empty());
  const auto done = list(test, "LDS", "2026-11-10", {.kind = {}, .state = DutyState::done});
  REQUIRE(done.size() == 2);
  const std::set days{*done[0].duty.done_on, *done[1].duty.done_on};
  CHECK(days == std::set{day("2026-11-05"), day("2026-11-06")});
}

TEST_CASE("The list goes by the last day, by page, kind and state") {
  TestRegister test;
  open(test, "LDS",
       {duty("LDS", 1, "2026-11-10"), duty("LDS", 2, "2026-11-02"), duty("LDS", 3, "2026-11-06"),
        duty("LDS", 4, "2026-11-24", DutyKind::share_concern)});
  const auto all = list(test, "LDS", "2026-11-30");
  REQUIRE(all.size() == 4);
  CHECK(all[0].duty.about.id == thing(2));
  CHECK(all[1].duty.about.id == thing(3));
  std::vector<core::Uuid> paged;
  std::optional<ports::DutyPlace> after;
  for (int pages = 0; pages < 5; ++pages) {
    const auto one = list(test, "LDS", "2026-11-30", {}, after, 1);
    if (one.empty()) break;
    paged.push_back(one[0].id);
    after = ports::DutyPlace{one[0].duty.due_on, one[0].id};
  }
  REQUIRE(paged.size() == 4);
  for (std::size_t i = 0; i < paged.size(); ++i)
    CHECK(paged[i] == all[i].id);
  const auto overdue = list(test, "LDS", "2026-11-30", {.kind = {}, .state = DutyState::overdue});
  REQUIRE(overdue.size() == 1);
  CHECK(overdue[0].duty.about.id == thing(2));
  CHECK(list(test, "LDS", "2026-11-30", {.kind = {}, .state = DutyState::open}).size() == 3);
  CHECK(list(test, "LDS", "2026-11-30", {.kind = DutyKind::share_concern, .state = {}}).size() ==
        1);
}

TEST_CASE("What waits and what is overdue of it are counted, whatever is listed, up to a bound") {
  TestRegister test;
  open(test, "LDS", {duty("LDS", 1, "2026-11-02"), duty("LDS", 2, "2026-11-10")});
  open(test, "WLV", {duty("WLV", 1, "2026-11-02")});
  const auto count = [&](const char* today) {
    const auto waiting = counted(test, "LDS", today);
    CHECK(waiting.is_whole);
    return std::pair(waiting.count, waiting.overdue);
  };
  CHECK(count("2026-11-27") == std::pair<std::int64_t, std::int64_t>(2, 0));
  CHECK(count("2026-11-28") == std::pair<std::int64_t, std::int64_t>(2, 1));
  CHECK(close(test, "LDS", "LDS", 1, "2026-11-28") == 1);
  CHECK(count("2026-12-31") == std::pair<std::int64_t, std::int64_t>(1, 1));
  (void)ask(*test.session("superuser"),
            "insert into duty select (jsonb_populate_record(d, jsonb_build_object("
            "  'id', gen_random_uuid(), 'about', gen_random_uuid()))).*"
            " from duty as d, generate_series(1, 1000) where authority = 'LDS' and state = 'open'"
            " returning 1");
  const auto many = counted(test, "LDS", "2026-12-31");
  CHECK(many.count == ports::DutyDesk::most_counted);
  CHECK(many.overdue == ports::DutyDesk::most_counted);
  CHECK_FALSE(many.is_whole);
}

TEST_CASE("A duty that is handed over is the other's, by the same last day") {
  TestRegister test;
  open(test, "WLV", {duty("LDS", 1, "2026-11-02")});
  auto unit = must(test.store().records().begin(caller("LDS")));
  CHECK(must(unit->duties().transfer({"LDS", DutyKind::consider_concern, {"concern", thing(1)}},
                                     "BRD", day("2026-11-20"))) == 1);
  must(unit->commit());
  CHECK(list(test, "LDS", "2026-11-20").empty());
  const auto gone = list(test, "LDS", "2026-11-20", {.kind = {}, .state = DutyState::transferred});
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].duty.transferred_to == "BRD");
  const auto taken = list(test, "BRD", "2026-11-20");
  REQUIRE(taken.size() == 1);
  CHECK(taken[0].duty.due_on == day("2026-11-27"));
  CHECK(taken[0].duty.opened_on == day("2026-11-02"));
  CHECK(taken[0].duty.transferred_from == "LDS");
}

TEST_CASE("Each notice comes once: twice, late, and from many hosts at once") {
  TestRegister test;
  open(test, "WLV", {duty("LDS", 1, "2026-11-02"), duty("LDS", 2, "2026-11-03")});
  const auto raise = [&](const char* today) {
    auto alarm = test.store().new_duty_alarm();
    return must(alarm->raise(day(today), test.now(), 100));
  };
  CHECK(raise("2026-11-24") == 0);
  CHECK(raise("2026-11-25") == 1);
  CHECK(raise("2026-11-25") == 0);
  CHECK(raise("2026-11-26") == 1);
  CHECK(told(test, "LDS") ==
        std::vector<std::string>{"reminder 2026-11-27", "reminder 2026-11-30"});
  // All look at once, late: both are overdue and past their escalation.
  std::vector<std::thread> hosts;
  std::atomic<std::size_t> raised = 0;
  for (int i = 0; i < 4; ++i)
    hosts.emplace_back([&] {
      auto alarm = test.store().new_duty_alarm();
      for (int tries = 0; tries < 3; ++tries)
        if (auto now_told = alarm->raise(day("2026-12-14"), test.now(), 1)) raised += *now_told;
    });
  for (auto& host : hosts)
    host.join();
  CHECK(raised + raise("2026-12-14") == 4);
  const auto all = told(test, "LDS");
  CHECK(all.size() == 6);
  CHECK(std::set<std::string>(all.begin(), all.end()).size() == 6);
  const auto events = must(test.store().alerts().events(caller("LDS"), 0, 100));
  REQUIRE(events.size() == 6);
  for (std::size_t i = 0; i < events.size(); ++i)
    CHECK(events[i].seq == static_cast<std::int64_t>(i) + 1);
  CHECK(must(test.store().alerts().alerts(caller("WLV"), 0, 10)).empty());
}

TEST_CASE("A duty that nobody was reminded of in time is told of as overdue, not as near") {
  TestRegister test;
  open(test, "LDS", {duty("LDS", 1, "2026-11-02")});
  auto alarm = test.store().new_duty_alarm();
  CHECK(must(alarm->raise(day("2027-02-01"), test.now(), 100)) == 2);
  CHECK(told(test, "LDS") ==
        std::vector<std::string>{"overdue 2026-11-27", "escalation 2026-11-27"});
  CHECK(close(test, "LDS", "LDS", 1, "2027-02-02") == 1);
  CHECK(must(alarm->raise(day("2027-03-01"), test.now(), 100)) == 0);
}

TEST_CASE("Who has never said how it is asked for more is reminded a year from its start, once") {
  TestRegister test;
  auto owner = test.session("bw_migrate");
  must(owner->script("owner", "set role bw_owner"));
  const auto key = [&](const char* authority, const char* made_at) {
    must(owner->script(
        "key", std::string("insert into api_key (authority, id, name, prefix, key_hash,"
                           "                     scopes, created_at)"
                           " values ('") +
                   authority + "', gen_random_uuid(), 'k', 'bwk', sha256('" + authority + made_at +
                   "'), 'licences', '" + made_at + "')"));
  };
  key("LDS", "2026-03-02T09:00:00Z");
  key("LDS", "2026-08-02T09:00:00Z");
  key("BIR", "2026-03-02T09:00:00Z");
  key("WLV", "2026-03-02T09:00:00Z");
  key("MAN", "2027-01-04T09:00:00Z");
  domain::Authority lds, bir, wlv, man;
  lds.code = "LDS";
  bir.code = "BIR";
  wlv.code = "WLV";
  man.code = "MAN";
  for (auto* one : {&lds, &bir, &wlv, &man})
    one->starts_on = day("1974-04-01");
  wlv.ends_on = day("2026-12-31");
  const app::Reference reference{.authorities = domain::Authorities({lds, bir, wlv, man}),
                                 .calendar = calendar(),
                                 .periods = periods()};
  // Birmingham has said it: its year began anew.
  must(owner->script("contact",
                     "insert into authority_contact values ('BIR', gen_random_uuid(), 'Team', '',"
                     " '0121', '', '', '2026-06-01', '2027-06-01', 'k')"));
  const auto alarm = test.store().new_duty_alarm();
  const auto reviews = test.store().new_first_reviews();
  const auto opened = [&](const char* today) {
    return must(app::open_first_reviews(*reviews, reference, day(today)));
  };
  CHECK(opened("2027-02-24") == 0);
  const auto due = must(domain::open_duty(
      {"LDS", DutyKind::contact_review, {"", {}}, day("2026-03-02")}, calendar(), periods()));
  CHECK(opened(due.remind_on.iso().c_str()) == 1);
  CHECK(opened(due.remind_on.iso().c_str()) == 0);
  CHECK(must(alarm->raise(due.remind_on, test.now(), 100)) == 1);
  const auto owed = list(test, "LDS", "2027-02-26");
  REQUIRE(owed.size() == 1);
  CHECK(owed[0].duty.kind == DutyKind::contact_review);
  CHECK(owed[0].duty.due_on == due.due_on);
  // Said at last, it is done, and the next one is a year away.
  ports::KeptContact said;
  said.authority = "LDS";
  said.id = thing(9);
  said.contact.team = "Team";
  said.confirmed_at = test.now();
  said.review_by = day("2028-02-26");
  auto next = due;
  next.about = {"authority_contact", said.id};
  next.opened_on = day("2027-02-26");
  next.due_on = said.review_by;
  (void)must(test.store().contacts().keep(caller("LDS"), said, next, day("2027-02-26"),
                                          test.leaf("contact_said", "LDS")));
  const auto after = list(test, "LDS", "2027-02-26");
  REQUIRE(after.size() == 1);
  CHECK(after[0].duty.due_on == said.review_by);
  CHECK(opened("2028-02-26") == 1);  // Manchester by now
  auto session = test.session("bw_app");
  CHECK(refusal(*session, "select contacts_never_said()") == "42501");
}

TEST_CASE("How late it was: for an authority its own, for the operator everybody's") {
  TestRegister test;
  open(test, "WLV",
       {duty("LDS", 1, "2026-11-02"), duty("LDS", 2, "2026-11-02"), duty("LDS", 3, "2026-11-02"),
        duty("BIR", 4, "2026-11-02")});
  close(test, "LDS", "LDS", 1, "2026-11-20");
  close(test, "LDS", "LDS", 2, "2026-12-07");
  test.enter("LDS", {decision(1)});
  const auto lateness = [&](const std::string& authority, const char* from) {
    return must(test.store().duties().lateness(caller(authority), day(from), day("2026-12-31"),
                                               day("2026-12-10"),
                                               test.leaf("lateness_read", authority)));
  };
  const auto own = lateness("LDS", "2026-01-01");
  const auto found = std::find_if(own.begin(), own.end(), [](const auto& one) {
    return one.kind == DutyKind::consider_concern;
  });
  REQUIRE(found != own.end());
  CHECK(found->done == 2);
  CHECK(found->done_late == 1);
  CHECK(found->open == 1);
  CHECK(found->overdue == 1);
  CHECK(found->most_days_late == 10);
  for (const auto& one : own)
    CHECK(one.authority == "LDS");
  const auto all = lateness("", "2026-01-01");
  CHECK(
      std::any_of(all.begin(), all.end(), [](const auto& one) { return one.authority == "BIR"; }));
  // Of each authority the report of all says what its own says.
  const auto of_leeds = [](const std::vector<ports::Lateness>& found_of) {
    std::set<
        std::tuple<DutyKind, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>>
        said;
    for (const auto& one : found_of)
      if (one.authority == "LDS")
        said.emplace(one.kind, one.done, one.done_late, one.open, one.overdue, one.most_days_late);
    return said;
  };
  CHECK(of_leeds(own).size() == 2);
  CHECK(of_leeds(all) == of_leeds(own));
  CHECK(lateness("LDS", "2026-12-01").empty());
}

TEST_CASE("The database itself keeps an authority to its own duties") {
  TestRegister test;
  open(test, "WLV", {duty("LDS", 1, "2026-11-02")});
  auto session = test.session("bw_app");
  ask(*session, "select set_config('badgewatch.authority', 'BIR', false)");
  CHECK(ask(*session, "select count(*)::text from duty") == "0");
  CHECK(refusal(*session, "insert into duty (authority) values ('BIR')") == "42501");
  CHECK(ask(*session, "select set_config('badgewatch.authority', 'LDS', false)") == "LDS");
  CHECK(ask(*session, "select count(*)::text from duty") == "1");
  CHECK(refusal(*session, "update duty set authority = 'BIR'") == "42501");
  CHECK(refusal(*session, "select raise_due_duties(current_date, now(), 1)") == "42501");
}
