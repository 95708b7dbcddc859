#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/working_days.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch::core;

namespace {

Instant at(const char* text) {
  Instant instant;
  REQUIRE(parse_instant(text, instant));
  return instant;
}

}  // namespace

TEST_CASE("only days that there are") {
  CHECK(Date::parse_iso("2024-02-29"));
  CHECK(!Date::parse_iso("2023-02-29"));
  CHECK(!Date::parse_iso("2024-2-29"));
  CHECK(!Date::parse_iso("2024-02-29 "));
  CHECK(!Date::parse_iso("0000-01-01"));
  CHECK(!Date::of(2024, 13, 1));
  CHECK(Date::parse_iso("1970-01-01")->days_since_1970() == 0);
  CHECK(Date::parse_iso("2026-11-23")->weekday() == 1);
}

TEST_CASE("months are added to the same day, or the month's last") {
  CHECK(Date::parse_iso("2024-01-31")->plus_months(1).iso() == "2024-02-29");
  CHECK(Date::parse_iso("2024-02-29")->plus_years(11).iso() == "2035-02-28");
  CHECK(Date::parse_iso("2024-01-31")->plus_months(-2).iso() == "2023-11-30");
}

TEST_CASE("the date in London changes an hour earlier in summer") {
  CHECK(uk_date(at("2024-07-01T22:59:59Z")).iso() == "2024-07-01");
  CHECK(uk_date(at("2024-07-01T23:00:00Z")).iso() == "2024-07-02");
  CHECK(uk_date(at("2024-01-01T23:30:00Z")).iso() == "2024-01-01");
  // 31 March 2024, 01:00 UTC: clocks go forward. 27 October 2024, 01:00 UTC: back.
  CHECK(uk_date(at("2024-03-30T23:30:00Z")).iso() == "2024-03-30");
  CHECK(uk_date(at("2024-03-31T23:30:00Z")).iso() == "2024-04-01");
  CHECK(uk_date(at("2024-10-26T23:30:00Z")).iso() == "2024-10-27");
  CHECK(uk_date(at("2024-10-27T23:30:00Z")).iso() == "2024-10-27");
}

TEST_CASE("instants are written and read in RFC 3339") {
  CHECK(to_text(at("2026-11-23T14:03:22.123Z")) == "2026-11-23T14:03:22.123Z");
  CHECK(at("2026-11-23T15:03:22+01:00") == at("2026-11-23T14:03:22Z"));
  Instant ignored;
  CHECK(!parse_instant("2026-11-23", ignored));
  CHECK(!parse_instant("2026-11-23T25:00:00Z", ignored));
}

TEST_CASE("weekends and bank holidays are no working days") {
  const WorkingDays calendar({*Date::of(2023, 12, 25), *Date::of(2023, 12, 26)},
                             *Date::of(2023, 1, 1), *Date::of(2023, 12, 31));
  CHECK(!calendar.is_working_day(*Date::of(2023, 12, 23)));
  CHECK(!calendar.is_working_day(*Date::of(2023, 12, 25)));
  CHECK(calendar.is_working_day(*Date::of(2023, 12, 27)));
  CHECK(calendar.last_day(*Date::of(2023, 12, 23), 1) == *Date::of(2023, 12, 27));
  CHECK(calendar.covers(*Date::of(2023, 5, 1), *Date::of(2023, 12, 31)));
  CHECK(!calendar.covers(*Date::of(2023, 5, 1), *Date::of(2024, 1, 1)));
}
