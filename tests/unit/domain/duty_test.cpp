// The clocks of duties: a table of dates on the register's own calendar and periods; every state
// and move; what is said, and when.
#include "domain/duty.hpp"

#include "domain/extension.hpp"
#include "real_reference.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace badgewatch;
using core::Date;
using domain::DutyKind;
using domain::DutyMove;
using domain::DutyNotice;
using domain::DutyState;
using tests::day;
using tests::real_calendar;
using tests::real_periods;

namespace {

domain::Duty opened(DutyKind kind, std::string_view from) {
  auto duty =
      domain::open_duty({"LDS", kind, {"concern", {}}, day(from)}, real_calendar(), real_periods());
  if (!duty) FAIL(duty.error().detail());
  return *duty;
}

std::string due(DutyKind kind, std::string_view from) {
  return opened(kind, from).due_on.iso();
}

}  // namespace

TEST_CASE("The last day of each duty: Easter, Christmas, extra holidays, weekends, leap years") {
  struct Row {
    DutyKind kind;
    const char* from;
    const char* due;
  };
  const Row rows[] = {
      // Counted with a calendar by hand. The first day counts if it is a working day.
      {DutyKind::share_concern, "2026-11-02", "2026-11-13"},
      {DutyKind::share_concern, "2026-11-07", "2026-11-20"},  // a Saturday
      {DutyKind::share_concern, "2026-03-27", "2026-04-13"},  // over Easter: 3 and 6 April
      {DutyKind::share_concern, "2026-04-03", "2026-04-20"},  // on Good Friday itself
      {DutyKind::share_concern, "2026-12-21", "2027-01-06"},  // 25, 28 December, 1 January
      {DutyKind::share_concern, "2022-05-31", "2022-06-15"},  // Jubilee: 2 and 3 June 2022
      {DutyKind::share_concern, "2022-09-09", "2022-09-23"},  // the late Queen's funeral, 19th
      {DutyKind::share_concern, "2023-05-01", "2023-05-16"},  // 1 and 8 May: the Coronation
      {DutyKind::consider_concern, "2026-11-02", "2026-11-27"},
      {DutyKind::consider_concern, "2026-12-14", "2027-01-13"},
      {DutyKind::consider_concern, "2024-02-19", "2024-03-15"},  // 29 February counts as any day
      {DutyKind::answer_disclosure, "2025-12-24", "2026-01-23"},
      {DutyKind::answer_disclosure, "2026-08-29", "2026-09-28"},  // Saturday before 31 August
      {DutyKind::acknowledge_alert, "2026-12-24", "2026-12-29"},
      {DutyKind::acknowledge_alert, "2026-12-25", "2026-12-30"},
      // One month of the GDPR: the same day of the next month, or its last day.
      {DutyKind::subject_request, "2026-01-31", "2026-03-02"},
      {DutyKind::subject_request, "2024-01-31", "2024-02-29"},
      {DutyKind::subject_request, "2026-02-28", "2026-03-30"},
      {DutyKind::subject_request, "2026-12-15", "2027-01-15"},
      {DutyKind::rectify, "2026-08-31", "2026-09-30"},
      {DutyKind::contact_review, "2024-02-29", "2025-02-28"},
      {DutyKind::contact_review, "2026-11-27", "2027-11-27"},
  };
  for (const auto& row : rows) {
    INFO(name_of(row.kind) << " from " << row.from);
    CHECK(due(row.kind, row.from) == row.due);
  }
}

TEST_CASE("The reckoning can be followed by a person with a calendar") {
  CHECK(opened(DutyKind::share_concern, "2026-12-20").reckoning ==
        "10 working days beginning with Sunday 20 December 2026. Day 1 is Monday 21 December 2026, "
        "day 10 is Wednesday 6 January 2027. Not counted: weekends, 25 December 2026, 28 December "
        "2026, 1 January 2027.");
  CHECK(opened(DutyKind::subject_request, "2026-01-31").reckoning ==
        "1 month after Saturday 31 January 2026. The last day is Monday 2 March 2026: it ends on a "
        "working day.");
}

TEST_CASE("A duty before the loaded years is reckoned by weekends; after them nothing is guessed") {
  CHECK(due(DutyKind::share_concern, "2009-12-21") == "2010-01-01");
  const auto late =
      domain::open_duty({"LDS", DutyKind::share_concern, {"concern", {}}, day("2028-12-29")},
                        real_calendar(), real_periods());
  REQUIRE(late.has_error());
  CHECK(late.error().code() == core::Errc::unavailable);
  CHECK(late.error().detail().find("bank holidays of 2029") != std::string::npos);
  const auto none = domain::open_duty(
      {"LDS", DutyKind::share_concern, {"concern", {}}, day("2026-11-02")}, real_calendar(), {});
  REQUIRE(none.has_error());
  CHECK(none.error().detail().find("share_concern") != std::string::npos);
}

TEST_CASE("It is overdue on the day after its last day, and no sooner") {
  const auto duty = opened(DutyKind::share_concern, "2026-11-02");
  CHECK(domain::state_on(duty, day("2026-11-13")) == DutyState::open);
  CHECK(domain::state_on(duty, day("2026-11-14")) == DutyState::overdue);
  CHECK(domain::state_on(domain::close_duty(duty, day("2026-11-20")).value(), day("2026-12-14")) ==
        DutyState::done);
}

TEST_CASE("Reminded, told that it is late, escalated: on which days") {
  const auto duty = opened(DutyKind::share_concern, "2026-11-02");  // to Friday 13 November
  const auto said = [&](const char* on) {
    std::string all;
    for (const auto notice : {DutyNotice::reminder, DutyNotice::overdue, DutyNotice::escalation})
      if (domain::is_said_on(notice, duty, day(on))) all += std::string(name_of(notice)) + " ";
    return all;
  };
  CHECK(said("2026-11-10").empty());
  CHECK(said("2026-11-11") == "reminder ");
  CHECK(said("2026-11-13") == "reminder ");
  CHECK(said("2026-11-14") == "overdue ");  // a Saturday
  CHECK(said("2026-11-16") == "overdue ");
  CHECK(said("2026-11-17") == "overdue escalation ");
  CHECK(said("2027-11-17") == "overdue escalation ");
}

TEST_CASE("A duty whose reminder would come with it is first told of when it is overdue") {
  // Monday to Tuesday, and the reminder is of three working days: an alert is its own reminder.
  for (const char* from : {"2026-11-02", "2026-11-07", "2026-11-08"}) {
    const auto duty = opened(DutyKind::acknowledge_alert, from);
    for (auto on = day(from); on <= duty.due_on; on = on.plus_days(1))
      CHECK_FALSE(domain::is_said_on(DutyNotice::reminder, duty, on));
    CHECK_FALSE(domain::is_said_on(DutyNotice::overdue, duty, duty.due_on));
    CHECK(domain::is_said_on(DutyNotice::overdue, duty, duty.due_on.plus_days(1)));
    CHECK(domain::is_said_on(DutyNotice::escalation, duty, duty.due_on.plus_days(4)));
  }
}

TEST_CASE("Two further months count with the first from its first day, once, while that lasts") {
  const auto extended = [](const domain::Duty& duty, const char* on, const char* told_on,
                           std::optional<Date> before = {}) {
    return domain::extend_duty(duty, before, day(on), day(told_on), real_calendar(),
                               real_periods());
  };
  // The first month ends earlier where February is short; all three do not.
  auto duty = opened(DutyKind::rectify, "2026-01-31");
  CHECK(duty.due_on.iso() == "2026-03-02");
  const auto longer = extended(duty, "2026-03-02", "2026-02-10").value();
  CHECK(longer.due_on.iso() == "2026-04-30");
  CHECK(longer.opened_on == duty.opened_on);
  CHECK(longer.remind_on > duty.remind_on);
  CHECK(longer.reckoning.starts_with(duty.reckoning));
  CHECK(extended(duty, "2026-03-02", "2026-02-10", day("2026-02-10")).error().code() ==
        core::Errc::conflict);
  CHECK(extended(duty, "2026-03-03", "2026-02-10").error().code() == core::Errc::conflict);
  CHECK(extended(duty, "2026-02-10", "2026-02-11").error().code() == core::Errc::invalid);
  CHECK(extended(duty, "2026-02-10", "2026-01-30").error().code() == core::Errc::invalid);
  // What stood still is added, and while it stands still nothing is.
  auto paused =
      domain::pause_duty(duty, day("2026-02-10"), domain::PauseReason::clarification).value();
  CHECK(extended(paused, "2026-02-12", "2026-02-12").error().code() == core::Errc::conflict);
  paused = domain::resume_duty(paused, day("2026-02-20"), real_calendar(), real_periods()).value();
  CHECK(extended(paused, "2026-03-10", "2026-02-10").value().due_on.iso() == "2026-05-11");
  CHECK(extended(opened(DutyKind::subject_request, "2026-11-24"), "2026-12-01", "2026-12-01")
            .value()
            .due_on.iso() == "2027-02-24");
  for (const auto kind : {DutyKind::consider_concern, DutyKind::answer_disclosure,
                          DutyKind::share_concern, DutyKind::contact_review})
    CHECK(extended(opened(kind, "2026-11-02"), "2026-11-03", "2026-11-03").error().code() ==
          core::Errc::conflict);
  CHECK(extended(domain::close_duty(duty, day("2026-02-03")).value(), "2026-02-03", "2026-02-03")
            .error()
            .code() == core::Errc::conflict);
}

TEST_CASE(
    "A pause moves the last day by what it lasted, and only where the law lets a clock stand") {
  auto duty = opened(DutyKind::subject_request, "2026-11-02");  // to 2 December
  CHECK(duty.due_on == day("2026-12-02"));
  duty = domain::pause_duty(duty, day("2026-11-10"), domain::PauseReason::identity).value();
  CHECK(duty.state == DutyState::paused);
  CHECK(domain::state_on(duty, day("2027-11-10")) == DutyState::paused);
  CHECK_FALSE(domain::is_said_on(DutyNotice::overdue, duty, day("2027-11-10")));
  duty = domain::resume_duty(duty, day("2026-11-20"), real_calendar(), real_periods()).value();
  CHECK(duty.due_on == day("2026-12-14"));  // the 12th is a Saturday
  CHECK(duty.reckoning.find("Paused from Tuesday 10 November 2026 until Friday 20 November 2026: "
                            "the last day is Monday 14 December 2026.") != std::string::npos);
  CHECK(duty.pauses.front().why == domain::PauseReason::identity);
  // What is late stays late.
  const auto late = domain::pause_duty(duty, day("2026-12-15"), domain::PauseReason::identity);
  CHECK(late.error().code() == core::Errc::conflict);
  const auto refused = domain::pause_duty(opened(DutyKind::consider_concern, "2026-11-02"),
                                          day("2026-11-10"), domain::PauseReason::identity);
  REQUIRE(refused.has_error());
  CHECK(refused.error().code() == core::Errc::conflict);
  CHECK(refused.error().detail() ==
        "The clock of this kind of duty never stands still. The duty is open. Possible: close, "
        "transfer.");
}

TEST_CASE("Handed to another authority its clock goes on, and is the other's alone") {
  const auto duty = opened(DutyKind::consider_concern, "2026-11-02");
  const auto moved = domain::transfer_duty(duty, "BRD", day("2026-11-20")).value();
  CHECK(moved.left.state == DutyState::transferred);
  CHECK(moved.left.transferred_to == "BRD");
  CHECK(moved.taken.authority == "BRD");
  CHECK(moved.taken.transferred_from == "LDS");
  CHECK(moved.taken.due_on == duty.due_on);
  CHECK(moved.taken.opened_on == duty.opened_on);
  CHECK(moved.taken.state == DutyState::open);
  const auto again = domain::close_duty(moved.left, day("2026-11-20"));
  REQUIRE(again.has_error());
  CHECK(again.error().detail() ==
        "This cannot be done to a duty that is transferred. Nothing more is possible.");
  CHECK(domain::transfer_duty(duty, "LDS", day("2026-11-20")).error().code() ==
        core::Errc::invalid);
}

TEST_CASE("Every state and move: what is possible happens, the rest is refused with what is") {
  const auto fresh = opened(DutyKind::subject_request, "2026-11-02");
  const auto on = day("2026-11-10");
  const auto paused = domain::pause_duty(fresh, on, domain::PauseReason::clarification).value();
  const auto done = domain::close_duty(fresh, on).value();
  const auto gone = domain::transfer_duty(fresh, "BRD", on).value().left;
  for (const auto& duty : {fresh, paused, done, gone}) {
    const auto possible = domain::possible_moves(duty);
    for (const auto move :
         {DutyMove::pause, DutyMove::resume, DutyMove::close, DutyMove::transfer}) {
      INFO(name_of(duty.state) << " " << name_of(move));
      const bool may = std::find(possible.begin(), possible.end(), move) != possible.end();
      core::Result<domain::Duty> after = core::Error();
      if (move == DutyMove::pause)
        after = domain::pause_duty(duty, on, domain::PauseReason::identity);
      if (move == DutyMove::resume)
        after = domain::resume_duty(duty, on, real_calendar(), real_periods());
      if (move == DutyMove::close) after = domain::close_duty(duty, on);
      if (move == DutyMove::transfer) {
        auto moved = domain::transfer_duty(duty, "BRD", on);
        after = moved ? core::Result<domain::Duty>(moved->left) : moved.error();
      }
      CHECK(after.has_value() == may);
      if (!may) {
        CHECK(after.error().code() == core::Errc::conflict);
        CHECK(after.error().detail().find(name_of(duty.state)) != std::string::npos);
        for (const auto one : possible)
          CHECK(after.error().detail().find(name_of(one)) != std::string::npos);
      }
    }
  }
  CHECK(domain::resume_duty(paused, day("2026-11-09"), real_calendar(), real_periods())
            .error()
            .code() == core::Errc::invalid);
}
