#include "jobs/daily.hpp"

#include <catch2/catch.hpp>

#include <atomic>

using namespace badgewatch;
using namespace std::chrono_literals;

namespace {

core::Instant at(const char* text) {
  core::Instant instant;
  REQUIRE(core::parse_instant(text, instant));
  return instant;
}

std::string turn(const char* now) {
  return jobs::turn_at(at(now), "03:15").iso();
}

// Asks until it is so; false after ten seconds.
bool becomes(const std::function<bool()>& true_at_last) {
  for (int i = 0; i < 10'000 && !true_at_last(); ++i)
    std::this_thread::sleep_for(1ms);
  return true_at_last();
}

jobs::DailyOptions quick() {
  return {.name = "test", .at = "03:15", .look = 1ms, .try_again = 1ms};
}

}  // namespace

TEST_CASE("a day's turn begins at its UK time, in winter and in summer") {
  CHECK(turn("2026-01-10T03:14:59.999Z") == "2026-01-09");
  CHECK(turn("2026-01-10T03:15:00Z") == "2026-01-10");
  CHECK(turn("2026-01-10T23:59:59Z") == "2026-01-10");
  CHECK(turn("2026-07-10T02:14:59Z") == "2026-07-09");
  CHECK(turn("2026-07-10T02:15:00Z") == "2026-07-10");
  CHECK(turn("2026-07-10T23:30:00Z") == "2026-07-10");  // 00:30 of the 11th
  CHECK(jobs::turn_at(at("2026-01-10T00:00:00Z"), "00:00").iso() == "2026-01-10");
}

TEST_CASE("work is done at the start, then once in each turn, also after days asleep") {
  core::ManualClock clock(at("2026-01-10T12:00:00Z"));
  std::atomic<int> done = 0;
  const jobs::Daily daily(quick(), clock, [&]() -> core::Result<void> {
    ++done;
    return {};
  });
  REQUIRE(becomes([&] { return done == 1; }));
  clock.set(at("2026-01-11T03:14:59Z"));
  std::this_thread::sleep_for(20ms);
  CHECK(done == 1);
  clock.set(at("2026-01-11T03:15:00Z"));
  REQUIRE(becomes([&] { return done == 2; }));
  clock.set(at("2026-01-15T00:00:00Z"));
  REQUIRE(becomes([&] { return done == 3; }));
  std::this_thread::sleep_for(20ms);
  CHECK(done == 3);
}

TEST_CASE("work that is not for the start waits for the next turn") {
  core::ManualClock clock(at("2026-01-10T12:00:00Z"));
  std::atomic<int> done = 0;
  auto options = quick();
  options.at_start = false;
  const jobs::Daily daily(options, clock, [&]() -> core::Result<void> {
    ++done;
    return {};
  });
  std::this_thread::sleep_for(20ms);
  CHECK(done == 0);
  clock.set(at("2026-01-11T03:15:00Z"));
  REQUIRE(becomes([&] { return done == 1; }));
}

TEST_CASE("work that fails is done again within its turn") {
  const core::ManualClock clock(at("2026-01-10T12:00:00Z"));
  std::atomic<int> tried = 0;
  const jobs::Daily daily(quick(), clock, [&]() -> core::Result<void> {
    if (++tried < 3) return core::Error(core::Errc::unavailable, "Not now.");
    return {};
  });
  REQUIRE(becomes([&] { return tried == 3; }));
  std::this_thread::sleep_for(20ms);
  CHECK(tried == 3);
}

TEST_CASE("it stops while it waits to try again") {
  const core::ManualClock clock(at("2026-01-10T12:00:00Z"));
  std::atomic<int> tried = 0;
  auto options = quick();
  options.try_again = 1h;
  {
    const jobs::Daily daily(options, clock, [&]() -> core::Result<void> {
      ++tried;
      return core::Error(core::Errc::unavailable, "Not now.");
    });
    REQUIRE(becomes([&] { return tried == 1; }));
  }
  CHECK(tried == 1);
}
