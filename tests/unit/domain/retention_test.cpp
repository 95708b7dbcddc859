// When a purge may erase by itself.
#include "domain/retention.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

core::Instant at(const char* text) {
  core::Instant instant;
  REQUIRE(core::parse_instant(text, instant));
  return instant;
}

// A register of that day, looked at a day later.
domain::DueForErasure ordinary() {
  return {.now = at("2026-11-24T03:15:00Z"),
          .newest_seen = at("2026-11-23T16:00:00Z"),
          .entries = 8'000,
          .entries_due = 2,
          .checks_due = 500};
}

}  // namespace

TEST_CASE("what a day brings is erased without asking") {
  CHECK_FALSE(domain::why_not_erase(ordinary()));
}

TEST_CASE("a clock far beyond all that was recorded is asked about") {
  auto due = ordinary();
  due.now = at("2060-01-01T00:00:00Z");
  const auto why = domain::why_not_erase(due);
  REQUIRE(why);
  CHECK(why->find("2060-01-01") != std::string::npos);
  CHECK(why->find("2026-11-23") != std::string::npos);
  CHECK(why->find("purge --confirm") != std::string::npos);
}

TEST_CASE("forty days of silence are no sign of a wrong clock, one more is") {
  auto due = ordinary();
  due.now = at("2027-01-02T16:00:00Z");
  CHECK_FALSE(domain::why_not_erase(due));
  due.now = at("2027-01-02T16:00:01Z");
  CHECK(domain::why_not_erase(due));
  due.entries_due = 0;
  CHECK(domain::why_not_erase(due));  // the checks' subjects count too
  due.checks_due = 0;
  CHECK_FALSE(domain::why_not_erase(due));  // nothing is due: nothing to ask about
}

TEST_CASE("a clock behind what was recorded erases too little, never too much") {
  auto due = ordinary();
  due.now = at("2020-01-01T00:00:00Z");
  CHECK_FALSE(domain::why_not_erase(due));
  due.newest_seen.reset();
  CHECK_FALSE(domain::why_not_erase(due));
}

TEST_CASE("more than one entry in twenty at once is asked about") {
  auto due = ordinary();
  due.entries_due = 400;
  CHECK_FALSE(domain::why_not_erase(due));
  due.entries_due = 401;
  const auto why = domain::why_not_erase(due);
  REQUIRE(why);
  CHECK(why->find("401 of 8000 entries") != std::string::npos);
}

TEST_CASE("a few at once in a small register are no sign") {
  auto due = ordinary();
  due.entries = due.entries_due = 4;
  CHECK_FALSE(domain::why_not_erase(due));
  due.entries = due.entries_due = 5;
  CHECK(domain::why_not_erase(due));
}

TEST_CASE("many checks of one day may end on one day") {
  auto due = ordinary();
  due.checks_due = 1'000'000;
  CHECK_FALSE(domain::why_not_erase(due));
}
