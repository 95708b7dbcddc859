#include "domain/holding.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>

using namespace badgewatch::domain;

TEST_CASE("However a day's entries are cut, the same number of them is not held") {
  CHECK(rc::check([] {
    const HoldLimits limits{.floor = *rc::gen::inRange<std::int64_t>(0, 100),
                            .times = *rc::gen::inRange<std::int64_t>(0, 9)};
    const auto busiest = *rc::gen::inRange<std::int64_t>(0, 60);
    const auto pieces =
        *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 40));
    const auto all = std::accumulate(pieces.begin(), pieces.end(), std::int64_t{0});
    std::int64_t today = 0;
    std::int64_t unheld = 0;
    for (const auto piece : pieces) {
      unheld += unheld_of(piece, {.today = today, .busiest = busiest}, limits);
      today += piece;
    }
    RC_ASSERT(unheld == unheld_of(all, {.today = 0, .busiest = busiest}, limits));
    RC_ASSERT(unheld == std::min(all, daily_limit({.busiest = busiest}, limits)));
  }));
}

TEST_CASE("A ramp does not lift its own limit while its days are not settled") {
  CHECK(rc::check([] {
    // Each day as many as are not held: what a patient poisoner would post.
    const HoldLimits limits{};
    std::vector<std::int64_t> days;
    const auto count = *rc::gen::inRange(1, 60);
    for (int day = 0; day < count; ++day) {
      std::int64_t busiest = 0;
      for (int before = 0; before <= day - limits.settled_after_days; ++before)
        busiest = std::max(busiest, days[static_cast<std::size_t>(before)]);
      days.push_back(daily_limit({.busiest = busiest}, limits));
    }
    for (int day = 0; day < std::min(count, limits.settled_after_days); ++day)
      RC_ASSERT(days[static_cast<std::size_t>(day)] == limits.floor);
  }));
}
