#include "domain/decision.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using core::Date;

namespace {

Date day(const char* iso) {
  return Date::parse_iso(iso).value();
}

// England's bank holidays around the days that these tests use.
core::WorkingDays calendar() {
  return {{day("2023-12-25"), day("2023-12-26"), day("2024-01-01"), day("2024-03-29"),
           day("2024-04-01")},
          day("2023-01-01"),
          day("2024-12-31")};
}

domain::Periods periods() {
  using domain::PeriodUnit;
  return domain::Periods(
      {{"enter_decision", 5, PeriodUnit::working_days, day("2023-04-27"), {}, ""},
       {"retain_entry", 11, PeriodUnit::years, day("1976-01-01"), {}, ""}});
}

domain::Decision decision_notified(const char* notified) {
  domain::Decision decision;
  decision.kind = domain::DecisionKind::revocation;
  decision.decided_on = day(notified);
  decision.effective_on = day(notified);
  decision.notified_on = day(notified);
  decision.relies_on_relevant_information = true;
  return decision;
}

domain::EntryClocks clocks(const domain::Decision& decision, const char* entered) {
  return domain::reckon_clocks(decision, day(entered), calendar(), periods()).value();
}

std::vector<std::string> pointers(const domain::Decision& decision, const char* today) {
  std::vector<std::string> found;
  for (const auto& problem : domain::check_decision(decision, day(today)))
    found.push_back(problem.pointer);
  return found;
}

}  // namespace

TEST_CASE("an entry is due within five working days beginning with the notification") {
  // Monday is day 1, so Friday is day 5.
  CHECK(clocks(decision_notified("2024-02-05"), "2024-02-05").enter_by == day("2024-02-09"));
  // Saturday: Monday is day 1.
  CHECK(clocks(decision_notified("2024-02-03"), "2024-02-05").enter_by == day("2024-02-09"));
  // Friday before Christmas 2023: 22, 27, 28, 29 December, 2 January.
  CHECK(clocks(decision_notified("2023-12-22"), "2023-12-22").enter_by == day("2024-01-02"));
  // On a bank holiday, Easter Monday: Tuesday is day 1.
  CHECK(clocks(decision_notified("2024-04-01"), "2024-04-02").enter_by == day("2024-04-08"));
}

TEST_CASE("an entry is late from the day after the last") {
  const auto decision = decision_notified("2024-02-05");
  CHECK(clocks(decision, "2024-02-09").late == false);
  CHECK(clocks(decision, "2024-02-10").late == true);
}

TEST_CASE("an old decision is taken and late, although no calendar covers it") {
  auto decision = decision_notified("2001-05-04");
  CHECK(clocks(decision, "2024-02-05").late == true);
}

TEST_CASE("a recent decision needs the bank holidays of its days") {
  const auto decision = decision_notified("2025-02-03");
  const auto reckoned = domain::reckon_clocks(decision, day("2025-02-03"), calendar(), periods());
  REQUIRE(!reckoned);
  CHECK(reckoned.error().code() == core::Errc::unavailable);
}

TEST_CASE("an entry is kept eleven years") {
  CHECK(clocks(decision_notified("2023-04-27"), "2023-04-27").retained_until == day("2034-04-26"));
  // The day before 1 March is the last of February, leap year or not.
  CHECK(clocks(decision_notified("2024-02-28"), "2024-02-29").retained_until == day("2035-02-28"));
  CHECK(clocks(decision_notified("2024-02-28"), "2024-03-01").retained_until == day("2035-02-28"));
}

TEST_CASE("an imported entry keeps its first clock and is neither late nor in time") {
  auto decision = decision_notified("2023-05-02");
  decision.first_entered_on = day("2023-05-04");
  const auto reckoned = clocks(decision, "2024-02-05");
  CHECK(!reckoned.late.has_value());
  CHECK(reckoned.retained_until == day("2034-05-03"));
}

TEST_CASE("an imported entry whose period is over is refused, up to its last day it is not") {
  auto decision = decision_notified("2013-02-04");
  decision.first_entered_on = day("2013-02-05");
  CHECK(clocks(decision, "2024-02-04").retained_until == day("2024-02-04"));
  const auto over = domain::reckon_clocks(decision, day("2024-02-05"), calendar(), periods());
  REQUIRE(!over);
  CHECK(over.error().code() == core::Errc::invalid);
  const auto error = over.error();
  REQUIRE(error.fields().size() == 1);
  CHECK(error.fields().front().pointer == "/first_entered_on");
}

TEST_CASE("each rule of a decision names its field") {
  auto decision = decision_notified("2024-02-05");
  CHECK(pointers(decision, "2024-02-05").empty());

  auto irrelevant = decision;
  irrelevant.relies_on_relevant_information = false;
  CHECK(pointers(irrelevant, "2024-02-05") ==
        std::vector<std::string>{"/relies_on_relevant_information"});

  CHECK(pointers(decision, "2024-02-04") ==
        std::vector<std::string>{"/decided_on", "/notified_on"});

  auto ends = decision;
  ends.suspension_ends_on = day("2024-03-01");
  CHECK(pointers(ends, "2024-02-05") == std::vector<std::string>{"/suspension_ends_on"});
  ends.kind = domain::DecisionKind::suspension;
  CHECK(pointers(ends, "2024-02-05").empty());
  ends.suspension_ends_on = day("2024-02-04");
  CHECK(pointers(ends, "2024-02-05") == std::vector<std::string>{"/suspension_ends_on"});

  auto future_effect = decision;
  future_effect.effective_on = day("2024-06-01");
  CHECK(pointers(future_effect, "2024-02-05").empty());
}

TEST_CASE("a suspension ends behind its last day, and only an active one") {
  using domain::EntryState;
  const auto kind = domain::DecisionKind::suspension;
  CHECK(domain::state_on(EntryState::active, kind, day("2024-02-05"), day("2024-02-05")) ==
        EntryState::active);
  CHECK(domain::state_on(EntryState::active, kind, day("2024-02-05"), day("2024-02-06")) ==
        EntryState::ended);
  CHECK(domain::state_on(EntryState::removed, kind, day("2024-02-05"), day("2024-02-06")) ==
        EntryState::removed);
  CHECK(domain::is_shown(EntryState::ended));
  CHECK(!domain::is_shown(EntryState::removed));
}
