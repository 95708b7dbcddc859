#include "web/clock_text.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using web::age_text;
using web::due_text;

TEST_CASE("A last day says how far it is") {
  const auto today = *core::Date::parse_iso("2026-11-27");
  CHECK(due_text("2026-12-21", today) == "21 December 2026 (24 days left)");
  CHECK(due_text("2026-11-28", today) == "28 November 2026 (1 day left)");
  CHECK(due_text("2026-11-27", today) == "27 November 2026 (today)");
  CHECK(due_text("2026-11-26", today) == "26 November 2026 (1 day overdue)");
  CHECK(due_text("2025-11-27", today) == "27 November 2025 (365 days overdue)");
  CHECK(due_text("", today).empty());
}

TEST_CASE("An age is counted in days, and never negative") {
  const auto today = *core::Date::parse_iso("2026-03-01");
  CHECK(age_text(today, today) == "since today");
  CHECK(age_text(*core::Date::parse_iso("2026-02-28"), today) == "for 1 day");
  CHECK(age_text(*core::Date::parse_iso("2025-03-01"), today) == "for 365 days");
  CHECK(age_text(*core::Date::parse_iso("2026-03-02"), today) == "since today");
}
