// A budget of different people, over daemons and restarts; and what lets people through without it.
#include "access/people_budget.hpp"

#include "ports/memory_budgets.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

struct Daemons {
  core::ManualClock clock{{1'780'000'000'000'000}};
  ports::SharedBudgets shared{clock};

  std::unique_ptr<access::PeopleBudget> start(access::PeopleTerms terms = {10, 10}) {
    return std::make_unique<access::PeopleBudget>(std::make_unique<ports::MemoryBudgets>(shared),
                                                  clock, core::Hash{}, terms);
  }
};

const ports::Caller ann{.authority = "LDS", .actor = "ann"};

int admitted(access::PeopleBudget& budget, domain::Trait from, int people,
             const ports::Caller& who = ann) {
  int count = 0;
  for (int i = 0; i < people; ++i)
    if (!budget.refuse(who, from + static_cast<domain::Trait>(i))) ++count;
  return count;
}

}  // namespace

TEST_CASE("so many different people and no more; who was searched may be searched again") {
  Daemons daemons;
  const auto budget = daemons.start();
  CHECK(admitted(*budget, 1, 30) == 10);
  CHECK(admitted(*budget, 1, 10) == 10);
  CHECK(budget->refuse(ann, 99).has_value());
  CHECK_FALSE(budget->refuse({.authority = "LDS", .actor = "bob"}, 99).has_value());
  CHECK_FALSE(budget->refuse({.authority = "BIR", .actor = "ann"}, 99).has_value());
  daemons.clock.advance(std::chrono::hours(24));
  CHECK(admitted(*budget, 1'000, 30) == 10);
}

TEST_CASE("two daemons and a restart give no more than one; a budget of each daemon's own would") {
  Daemons daemons;
  auto one = daemons.start();
  const auto two = daemons.start();
  int all = 0;
  for (domain::Trait i = 1; i <= 40; ++i)
    all += admitted(i % 2 == 0 ? *one : *two, i, 1);
  one = daemons.start();
  all += admitted(*one, 1'000, 20);
  CHECK(all <= 10);
  CHECK(all > 0);
  // The broken twin keeps its own count.
  Daemons alone;
  CHECK(admitted(*daemons.start(), 2'000, 20) + admitted(*alone.start(), 2'000, 20) > 9);
}

TEST_CASE(
    "nobody is everybody: searches that cannot be told apart each cost one; 0 is without end") {
  Daemons daemons;
  const auto budget = daemons.start();
  int count = 0;
  for (int i = 0; i < 30; ++i)
    count += budget->refuse(ann, 0) ? 0 : 1;
  CHECK(count == 10);
  const auto endless = daemons.start({0, 0});
  CHECK(admitted(*endless, 1, 500) == 500);
}
