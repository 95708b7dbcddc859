// Weeks at the ends of years, where they are of another year than their days.
#include "web/iso_week.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

TEST_CASE("A day's week is that of its Thursday's year") {
  const auto week = [](const char* day) { return iso_week_of(core::Date::parse_iso(day).value()); };
  CHECK(week("2026-11-23") == "2026-W48");
  CHECK(week("2026-11-29") == "2026-W48");
  CHECK(week("2026-11-30") == "2026-W49");
  CHECK(week("2027-01-01") == "2026-W53");
  CHECK(week("2027-01-04") == "2027-W01");
  CHECK(week("2024-12-30") == "2025-W01");
  CHECK(week("2023-01-01") == "2022-W52");
}

}  // namespace badgewatch::web::test
