// The arithmetic of budgets, at every time.
#include "ports/budgets.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace badgewatch;

namespace {

ports::BudgetTerms any_terms() {
  return {.per_second = *rc::gen::inRange(1, 1000) / 10.0,
          .burst = static_cast<double>(*rc::gen::inRange(1, 500))};
}

}  // namespace

TEST_CASE("no more is granted than burst and rate allow, and no less to who waits as told") {
  CHECK(rc::check("any wishes at any times", [] {
    const auto terms = any_terms();
    core::Instant full_at;
    core::Instant now{1'000'000'000};
    const auto begin = now;
    std::int64_t granted = 0;
    const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 3'000'000), rc::gen::inRange(0, 60)));
    for (const auto& [micros, most] : steps) {
      now.micros += micros;
      const auto lease = ports::take_from(full_at, terms, most, now);
      RC_ASSERT(lease.granted >= 0 && lease.granted <= most);
      RC_ASSERT(lease.left >= 0);
      granted += lease.granted;
      const double seconds = static_cast<double>(now.micros - begin.micros) / 1e6;
      RC_ASSERT(static_cast<double>(granted) <= terms.burst + terms.per_second * seconds + 0.01);
    }
    const auto empty = ports::take_from(full_at, terms, 1'000'000, now);
    RC_ASSERT(static_cast<double>(empty.granted) <= terms.burst);
    const auto refused = ports::take_from(full_at, terms, 1, now);
    RC_ASSERT(refused.granted == 0);
    now.micros += refused.wait.count() + 1;
    RC_ASSERT(ports::take_from(full_at, terms, 1, now).granted == 1);
  }));
}

TEST_CASE("who waits long enough has the whole burst") {
  CHECK(rc::check("full again", [] {
    const auto terms = any_terms();
    core::Instant full_at;
    core::Instant now{1'000'000'000};
    const auto burst = static_cast<std::int64_t>(terms.burst);
    RC_ASSERT(ports::take_from(full_at, terms, burst, now).granted == burst);
    now = full_at;
    RC_ASSERT(ports::take_from(full_at, terms, burst, now).granted == burst);
  }));
}
