#include "domain/awaited_entry.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

core::Date day(const char* iso) {
  return core::Date::parse_iso(iso).value();
}

const core::WorkingDays calendar{
    {day("2026-12-25"), day("2026-12-28")}, day("2026-01-01"), day("2026-12-31")};
const domain::Periods periods{
    {{"enter_decision", 5, domain::PeriodUnit::working_days, day("2012-01-01"), {}, ""}}};

domain::Licence licence(std::optional<core::Date> granted_on,
                        std::optional<core::Date> expires_on = {}) {
  domain::Licence made;
  made.granted_on = granted_on;
  made.expires_on = expires_on;
  return made;
}

}  // namespace

TEST_CASE("An entry is awaited for 5 working days that begin with the day of the push") {
  const auto until = [](const char* since) {
    return domain::entry_awaited_until(day(since), calendar, periods).value();
  };
  CHECK(until("2026-11-02") == day("2026-11-06"));  // Monday to Friday
  CHECK(until("2026-11-07") == day("2026-11-13"));  // a Saturday: from Monday
  CHECK(until("2026-12-22") == day("2026-12-30"));  // without Christmas
  CHECK(domain::entry_awaited_until(day("2026-12-29"), calendar, periods).error().code() ==
        core::Errc::unavailable);
  CHECK(
      domain::entry_awaited_until(day("2026-11-02"), calendar, domain::Periods()).error().code() ==
      core::Errc::unavailable);
}

TEST_CASE("A licence that had run out before it was first pushed is history, no other one") {
  const auto since = day("2026-11-02");
  CHECK(domain::is_history(licence({}, day("2026-11-01")), 1, since));
  CHECK_FALSE(domain::is_history(licence({}, day("2026-11-02")), 1, since));
  CHECK_FALSE(domain::is_history(licence({}, day("2026-11-01")), 2, since));
  CHECK_FALSE(domain::is_history(licence(day("2020-01-01")), 1, since));
}

TEST_CASE("An entry from before the grant is of an earlier licence") {
  CHECK(domain::may_be_of(day("2026-11-02"), licence(day("2026-11-02"))));
  CHECK_FALSE(domain::may_be_of(day("2026-11-01"), licence(day("2026-11-02"))));
  CHECK(domain::may_be_of(day("2019-11-01"), licence({})));
}
