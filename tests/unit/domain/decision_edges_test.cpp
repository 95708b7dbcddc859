#include "domain/alert.hpp"
#include "domain/authority.hpp"
#include "domain/check.hpp"
#include "domain/decision.hpp"
#include "domain/licence.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace badgewatch;
using core::Date;

namespace {

Date day(const char* iso) {
  return Date::parse_iso(iso).value();
}

// The names of the enumerators from the first to `last`.
template <class Enum>
std::set<std::string_view> names_up_to(Enum last) {
  std::set<std::string_view> names;
  for (int value = 0; value <= static_cast<int>(last); ++value) {
    names.insert(domain::name_of(static_cast<Enum>(value)));
  }
  CHECK(names.size() == static_cast<std::size_t>(last) + 1);
  CHECK(!names.contains(""));
  return names;
}

}  // namespace

TEST_CASE("every enumerator has one name of its own, which leads back to it") {
  for (const auto name : names_up_to(domain::EntryState::removed)) {
    CHECK(domain::name_of(domain::entry_state_named(name).value()) == name);
  }
  for (const auto name : names_up_to(domain::AlertState::dismissed)) {
    CHECK(domain::name_of(domain::alert_state_named(name).value()) == name);
  }
  for (const auto name : names_up_to(domain::Nation::northern_ireland)) {
    CHECK(domain::name_of(domain::nation_named(name).value()) == name);
  }
  CHECK(names_up_to(domain::Outcome::indeterminate) ==
        std::set<std::string_view>{"no_match", "possible_match", "match", "indeterminate"});
  CHECK(names_up_to(domain::DecisionKind::surrendered_under_investigation).size() == 7);
  CHECK(names_up_to(domain::LicenceStatus::surrendered).size() == 7);
  CHECK(names_up_to(domain::LicenceClass::dual).size() == 3);
  CHECK(names_up_to(domain::Purpose::subject_request).size() == 5);
}

TEST_CASE("of an imported entry, the day of its first entry is a day that was") {
  domain::Decision decision;
  decision.relies_on_relevant_information = true;
  decision.decided_on = decision.effective_on = decision.notified_on = day("2020-01-01");
  const auto problem_at = [&](const char* first_entered_on) {
    decision.first_entered_on = day(first_entered_on);
    const auto problems = domain::check_decision(decision, day("2024-02-05"));
    return problems.empty() ? std::string() : problems.front().pointer;
  };
  CHECK(problem_at("2024-02-05").empty());
  CHECK(problem_at("2024-02-06") == "/first_entered_on");
  CHECK(problem_at("2020-01-01").empty());
  CHECK(problem_at("2019-12-31") == "/first_entered_on");  // the decision was not made yet
  decision.decided_on = decision.effective_on = decision.notified_on = day("1970-01-01");
  CHECK(problem_at("1976-01-01").empty());
  CHECK(problem_at("1975-12-31") == "/first_entered_on");
}

TEST_CASE("a suspension may have an open end") {
  domain::Decision decision;
  decision.kind = domain::DecisionKind::suspension;
  decision.relies_on_relevant_information = true;
  decision.decided_on = decision.effective_on = decision.notified_on = day("2024-02-01");
  CHECK(domain::check_decision(decision, day("2024-02-05")).empty());
  CHECK(domain::state_on(domain::EntryState::active, decision.kind, std::nullopt,
                         day("2034-02-05")) == domain::EntryState::active);
}

TEST_CASE("all but a removed entry is shown") {
  using domain::EntryState;
  for (const auto state : {EntryState::active, EntryState::under_appeal,
                           EntryState::removal_proposed, EntryState::ended}) {
    INFO(domain::name_of(state));
    CHECK(domain::is_shown(state));
  }
  CHECK(!domain::is_shown(EntryState::removed));
}

TEST_CASE("the period in force is the one of its day") {
  using domain::PeriodUnit;
  const domain::Periods periods(
      {{"enter", 5, PeriodUnit::working_days, day("2023-04-27"), day("2025-12-31"), ""},
       {"enter", 3, PeriodUnit::working_days, day("2026-01-01"), day("2026-12-31"), ""},
       {"other", 9, PeriodUnit::days, day("2000-01-01"), {}, ""}});
  CHECK(periods.in_force("enter", day("2025-12-31"))->amount == 5);
  CHECK(periods.in_force("enter", day("2026-01-01"))->amount == 3);
  CHECK(periods.in_force("enter", day("2012-01-01"))->amount == 5);
  CHECK(periods.in_force("enter", day("2027-01-01")) == nullptr);
  CHECK(periods.in_force("absent", day("2026-01-01")) == nullptr);
}
