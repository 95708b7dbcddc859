#include "domain/decision.hpp"
#include "domain/duty.hpp"
#include "real_reference.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using core::Date;
using tests::day;
using tests::real_calendar;
using tests::real_periods;

namespace {

domain::Decision notified(std::string_view on) {
  domain::Decision decision;
  decision.notified_on = day(on);
  return decision;
}

std::string enter_by(std::string_view notified_on) {
  return domain::reckon_clocks(notified(notified_on), day(notified_on), real_calendar(),
                               real_periods())
      ->enter_by.iso();
}

}  // namespace

TEST_CASE("five working days over England's own bank holidays") {
  CHECK(enter_by("2025-12-24") == "2026-01-02");  // Christmas, Boxing Day, New Year's Day
  CHECK(enter_by("2025-12-25") == "2026-01-05");  // on Christmas Day
  CHECK(enter_by("2022-06-01") == "2022-06-09");  // two days of the Jubilee
  CHECK(enter_by("2023-05-05") == "2023-05-12");  // the Coronation's Monday
  CHECK(enter_by("2023-04-06") == "2023-04-14");  // Good Friday and Easter Monday
  CHECK(enter_by("2021-12-27") == "2022-01-05");  // substitute days on 27, 28 December, 3 January
  // St Andrew's Day (30 November 2023) and St Patrick's Day (17 March 2025) are not England's.
  CHECK(enter_by("2023-11-30") == "2023-12-06");
  CHECK(enter_by("2025-03-17") == "2025-03-21");
}

TEST_CASE("a disclosure is answered on the twentieth working day, that of receipt the first") {
  const std::pair<const char*, const char*> table[] = {
      {"2026-11-02", "2026-11-27"},  // a Monday: four whole weeks
      {"2026-11-27", "2026-12-24"},  // a Friday: no holiday before Christmas
      {"2026-11-30", "2026-12-29"},  // Christmas Day, and Boxing Day in lieu on Monday the 28th
      {"2026-12-05", "2027-01-06"},  // received on a Saturday: Monday is day 1; three holidays
      {"2025-04-06", "2025-05-07"},  // on a Sunday: Good Friday, Easter Monday, Early May
      {"2024-02-05", "2024-03-01"},  // over a 29 February
      {"2023-04-27", "2023-05-26"},  // the day the period began: Early May, the Coronation
      {"2022-08-25", "2022-09-23"},  // before it began: Summer, the State Funeral
  };
  const auto due_on = [](std::string_view received, const domain::Periods& known) {
    return domain::open_duty({.authority = "LDS",
                              .kind = domain::DutyKind::answer_disclosure,
                              .about = {},
                              .from = day(received)},
                             real_calendar(), known);
  };
  for (const auto& [received, due] : table) {
    INFO(received);
    CHECK(due_on(received, real_periods()).value().due_on.iso() == due);
  }
  const auto unknown = due_on("2028-12-20", real_periods());
  REQUIRE(unknown.has_error());
  CHECK(unknown.error().code() == core::Errc::unavailable);
  CHECK(due_on("2026-11-02", {}).has_error());
}

TEST_CASE("before the loaded years an entry is reckoned by weekends, and late") {
  const auto clocks = domain::reckon_clocks(notified("2009-12-24"), day("2024-02-05"),
                                            real_calendar(), real_periods());
  REQUIRE(clocks.has_value());
  CHECK(clocks->enter_by == day("2009-12-30"));
  CHECK(clocks->late == true);
  CHECK(clocks->retained_until == day("2035-02-04"));
}

TEST_CASE("after the loaded years nothing is guessed") {
  const auto clocks = domain::reckon_clocks(notified("2028-12-29"), day("2028-12-29"),
                                            real_calendar(), real_periods());
  REQUIRE(clocks.has_error());
  CHECK(clocks.error().code() == core::Errc::unavailable);
  CHECK(clocks.error().detail().find("bank holidays of 2029") != std::string::npos);
}

TEST_CASE("without its periods nothing is reckoned, and what lacks is named") {
  const auto on = day("2024-02-05");
  const domain::Periods none;
  const auto clocks = domain::reckon_clocks(notified("2024-02-05"), on, real_calendar(), none);
  REQUIRE(clocks.has_error());
  CHECK(clocks.error().code() == core::Errc::unavailable);
  CHECK(clocks.error().detail().find("enter_decision") != std::string::npos);

  const domain::Periods entering(
      {{"enter_decision", 5, domain::PeriodUnit::working_days, day("2023-04-27"), {}, ""}});
  const auto half = domain::reckon_clocks(notified("2024-02-05"), on, real_calendar(), entering);
  REQUIRE(half.has_error());
  CHECK(half.error().detail().find("retain_entry") != std::string::npos);
}
