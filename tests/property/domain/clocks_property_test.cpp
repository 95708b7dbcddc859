#include "domain/decision.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace badgewatch;
using core::Date;

namespace {

const Date covered_from = *Date::of(2012, 1, 1);
const Date covered_to = *Date::of(2035, 12, 31);

domain::Periods periods() {
  using domain::PeriodUnit;
  return domain::Periods({{"enter_decision", 5, PeriodUnit::working_days, covered_from, {}, ""},
                          {"retain_entry", 11, PeriodUnit::years, covered_from, {}, ""}});
}

core::WorkingDays drawn_calendar() {
  std::set<Date> holidays;
  for (const int offset : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8000))) {
    holidays.insert(covered_from.plus_days(offset));
  }
  return {std::move(holidays), covered_from, covered_to};
}

Date drawn_day() {
  return Date::of_days(*rc::gen::inRange(13'000, 22'000));
}

}  // namespace

TEST_CASE("an entry is late exactly when it is made after its last day") {
  REQUIRE(rc::check([] {
    const auto calendar = drawn_calendar();
    domain::Decision decision;
    decision.notified_on = drawn_day();
    const Date entered_on = decision.notified_on.plus_days(*rc::gen::inRange(0, 20));
    const auto clocks = domain::reckon_clocks(decision, entered_on, calendar, periods());
    if (!clocks) {
      RC_ASSERT(decision.notified_on < covered_from);
      return;
    }
    RC_ASSERT(calendar.is_working_day(clocks->enter_by));
    RC_ASSERT(clocks->late == (clocks->enter_by < entered_on));
  }));
}

TEST_CASE("an entry is kept until the day before the corresponding one, eleven years on") {
  REQUIRE(rc::check([] {
    const auto calendar = drawn_calendar();
    domain::Decision decision;
    decision.notified_on = covered_from;
    const Date entered_on = drawn_day().plus_years(11);
    const bool imported = *rc::gen::arbitrary<bool>();
    const Date first = imported ? drawn_day() : entered_on;
    if (imported) decision.first_entered_on = first;
    const auto clocks = domain::reckon_clocks(decision, entered_on, calendar, periods());
    const bool leap_day = first.month() == 2 && first.day() == 29;
    // What is past its period is not taken at all.
    const bool over = first.plus_years(11).plus_days(leap_day ? 1 : 0) <= entered_on;
    RC_ASSERT(clocks.has_error() == over);
    if (over) return;
    RC_ASSERT(clocks->late.has_value() != imported);
    const Date next = clocks->retained_until.plus_days(1);
    RC_ASSERT(next.year() == first.year() + 11);
    RC_ASSERT(next.month() == (leap_day ? 3U : first.month()));
    RC_ASSERT(next.day() == (leap_day ? 1U : first.day()));
  }));
}

TEST_CASE("a later notification is never due earlier") {
  REQUIRE(rc::check([] {
    const auto calendar = drawn_calendar();
    domain::Decision decision;
    decision.notified_on = drawn_day();
    const auto due = [&] {
      return domain::reckon_clocks(decision, decision.notified_on.plus_years(2), calendar,
                                   periods())
          ->enter_by;
    };
    const Date before = due();
    decision.notified_on = decision.notified_on.plus_days(1);
    RC_ASSERT(before <= due());
  }));
}
