#include "domain/holding.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace badgewatch::domain;

namespace {

constexpr HoldLimits limits{.floor = 50, .times = 5, .others = 20};

}  // namespace

TEST_CASE("Up to the floor nothing is held, whatever the history") {
  CHECK(unheld_of(50, {.today = 0, .busiest = 0}, limits) == 50);
  CHECK(unheld_of(51, {.today = 0, .busiest = 0}, limits) == 50);
  CHECK(unheld_of(10, {.today = 45, .busiest = 3}, limits) == 5);
  CHECK(unheld_of(10, {.today = 50, .busiest = 10}, limits) == 0);
}

TEST_CASE("Beyond the floor an authority's own busiest day decides") {
  CHECK(daily_limit({.busiest = 10}, limits) == 50);
  CHECK(daily_limit({.busiest = 11}, limits) == 55);
  CHECK(unheld_of(400, {.today = 0, .busiest = 80}, limits) == 400);
  CHECK(unheld_of(401, {.today = 0, .busiest = 80}, limits) == 400);
  CHECK(unheld_of(5, {.today = 1'000, .busiest = 80}, limits) == 0);
}

TEST_CASE("Numbers beyond all reason neither overflow nor let anything through") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(unheld_of(7, {.today = most, .busiest = most}, limits) == 0);
  CHECK(unheld_of(most, {.today = 0, .busiest = most}, {.times = most}) == most);
  CHECK(unheld_of(-1, {}, limits) == 0);
}

TEST_CASE("Licensees of others count up to their limit") {
  CHECK_FALSE(hits_too_many(20, limits));
  CHECK(hits_too_many(21, limits));
  // At its most it holds nothing, so that nobody has to count.
  const HoldLimits none{.others = HoldLimits::most_others};
  CHECK_FALSE(hits_too_many(HoldLimits::most_others + 1, none));
}

TEST_CASE("Causes and states have the names of the API") {
  for (const auto cause : {HoldCause::volume, HoldCause::others})
    CHECK(hold_cause_named(name_of(cause)) == cause);
  for (const auto state : {HoldState::open, HoldState::released})
    CHECK(hold_state_named(name_of(state)) == state);
  CHECK_FALSE(hold_cause_named("").has_value());
}
