#include "access/limiter.hpp"

#include "ports/memory_budgets.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

using namespace badgewatch;
using namespace std::chrono_literals;
using access::Limiter;
using ports::BudgetTerms;

namespace {

constexpr BudgetTerms terms{.per_second = 10, .burst = 40};

struct Bench {
  core::ManualClock clock{{1'795'442'602'000'000}};
  ports::SharedBudgets shared{clock};

  std::unique_ptr<Limiter> limiter(access::LimiterOptions options = {}) {
    options.patience = 5s;  // only a fake that hangs would use it up
    return std::make_unique<Limiter>(std::make_unique<ports::MemoryBudgets>(shared), clock,
                                     options);
  }
};

bool asks(Limiter& limiter, std::string_view whose = "key", std::string_view policy = "checks") {
  return limiter.admit(policy, whose, terms).admitted;
}

int admitted(Limiter& limiter, int requests, std::string_view whose = "key") {
  int count = 0;
  for (int i = 0; i < requests; ++i)
    if (asks(limiter, whose)) ++count;
  return count;
}

// A database that was stopped in the middle: no answer until it goes on.
class HangingBudgets final : public ports::Budgets {
public:
  explicit HangingBudgets(std::atomic<bool>& hangs) : hangs_(hangs) {}
  core::Result<std::vector<ports::BudgetLease>> take(std::span<const ports::BudgetWish>) override {
    hangs_.wait(true);
    return core::Error(core::Errc::unavailable, "The budgets cannot be reached.");
  }
  core::Result<void> forget_full() override { return {}; }

private:
  std::atomic<bool>& hangs_;
};

}  // namespace

TEST_CASE("Who asks many things at once is not refused while the budget lasts") {
  Bench bench;
  const auto limiter = bench.limiter();
  std::atomic<int> admitted_at_once = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 32; ++i)
    threads.emplace_back([&] { admitted_at_once += asks(*limiter) ? 1 : 0; });
  for (auto& thread : threads)
    thread.join();
  CHECK(admitted_at_once == 32);
}

TEST_CASE("While the database hangs nobody is refused who asks within the half of a budget") {
  const core::SystemClock clock;
  std::atomic<bool> hangs = true;
  access::LimiterOptions options;
  options.patience = 20ms;
  options.retry = 30ms;
  Limiter limiter(std::make_unique<HangingBudgets>(hangs), clock, options);
  constexpr BudgetTerms wide{.per_second = 1e6, .burst = 1e6};
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      for (int n = 0; n < 2000; ++n)
        if (!limiter.admit("checks", "key", wide).admitted) ++refused;
    });
  }
  for (auto& caller : callers)
    caller.join();
  CHECK(refused == 0);
  CHECK(limiter.is_alone());
  hangs = false;
  hangs.notify_all();
}

TEST_CASE("A caller has its burst at once, and its rate over time") {
  Bench bench;
  const auto limiter = bench.limiter();
  CHECK(admitted(*limiter, 100) == 40);
  bench.clock.advance(1s);
  CHECK(admitted(*limiter, 100) == 10);
  bench.clock.advance(60s);
  CHECK(admitted(*limiter, 100) == 40);
}

TEST_CASE("Callers and policies have budgets of their own") {
  Bench bench;
  const auto limiter = bench.limiter();
  CHECK(admitted(*limiter, 100) == 40);
  CHECK(admitted(*limiter, 100, "another key") == 40);
  CHECK(asks(*limiter, "key", "pushes"));
  CHECK_FALSE(asks(*limiter));
}

TEST_CASE("Two daemons share a budget") {
  Bench bench;
  const auto one = bench.limiter();
  const auto other = bench.limiter();
  int count = 0;
  for (int i = 0; i < 100; ++i)
    count += (asks(*one) ? 1 : 0) + (asks(*other) ? 1 : 0);
  CHECK(count == 40);
  bench.clock.advance(1s);
  CHECK(admitted(*one, 100) + admitted(*other, 100) == 10);
}

TEST_CASE("Registers with other secrets have other budgets") {
  Bench bench;
  const auto one = bench.limiter();
  access::LimiterOptions options;
  options.secret.fill(7);
  const auto other = bench.limiter(options);
  CHECK(admitted(*one, 100) == 40);
  CHECK(admitted(*other, 100) == 40);
}

TEST_CASE("The database is asked for few of the requests") {
  Bench bench;
  const auto limiter = bench.limiter();
  for (int second = 0; second < 100; ++second) {
    CHECK(admitted(*limiter, 9) == 9);
    bench.clock.advance(1s);
  }
  CHECK(bench.shared.leases() < 900 / 2);
}

TEST_CASE("Who asks slowly at many daemons loses nothing to what they lease") {
  Bench bench;
  std::vector<std::unique_ptr<Limiter>> daemons;
  for (int i = 0; i < 8; ++i)
    daemons.push_back(bench.limiter());
  for (int second = 0; second < 200; ++second) {
    for (auto& daemon : daemons)
      CHECK(asks(*daemon));
    bench.clock.advance(1s);
  }
}

TEST_CASE("A caller who was refused does not ask the database again before it is time") {
  Bench bench;
  const auto limiter = bench.limiter();
  admitted(*limiter, 100);
  const auto before = bench.shared.asked();
  CHECK(admitted(*limiter, 1000) == 0);
  CHECK(bench.shared.asked() == before);
}

TEST_CASE("What an answer says of the budget") {
  Bench bench;
  const auto limiter = bench.limiter();
  const auto first = limiter->admit("checks", "key", terms);
  CHECK(first.quota.policy == "checks");
  CHECK(first.quota.quota == 40);
  CHECK(first.quota.window == 4s);
  CHECK(first.quota.remaining == 39);
  CHECK(first.quota.reset == 1s);
  admitted(*limiter, 100);
  const auto refused = limiter->admit("checks", "key", terms);
  CHECK_FALSE(refused.admitted);
  CHECK(refused.quota.remaining == 0);
  CHECK(refused.quota.reset == 1s);
}

TEST_CASE("Without the database a caller goes on at half its rate, and no faster") {
  Bench bench;
  bench.shared.fail(true);
  const auto limiter = bench.limiter();
  int count = 0;
  for (int i = 0; i < 100; ++i) {
    count += admitted(*limiter, 10);
    bench.clock.advance(100ms);
  }
  // Half of 10/s for 10 s, and the half of the burst that it begins with.
  CHECK(count >= 69);
  CHECK(count <= 71);
  CHECK(limiter->is_alone());
}

TEST_CASE("Without the database a caller at less than half its rate is never refused") {
  Bench bench;
  const auto limiter = bench.limiter();
  for (int second = 0; second < 60; ++second) {
    bench.shared.fail(second >= 10 && second < 40);
    CHECK(admitted(*limiter, 4) == 4);
    bench.clock.advance(1s);
  }
}

TEST_CASE("A database that is back is used again") {
  Bench bench;
  bench.shared.fail(true);
  const auto limiter = bench.limiter();
  admitted(*limiter, 100);
  bench.shared.fail(false);
  bench.clock.advance(10s);
  // It is asked beside the requests, so that none waits for it.
  bool alone = true;
  for (int i = 0; alone && i < 10'000; ++i) {
    asks(*limiter);
    bench.clock.advance(10ms);
    std::this_thread::yield();
    alone = limiter->is_alone();
  }
  CHECK_FALSE(alone);
  bench.clock.advance(60s);
  CHECK(admitted(*limiter, 100) == 40);
}

TEST_CASE("Many at once get no more than the budget") {
  Bench bench;
  const auto limiter = bench.limiter();
  std::atomic<int> count = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i)
    callers.emplace_back([&] { count += admitted(*limiter, 50); });
  for (auto& caller : callers)
    caller.join();
  CHECK(count == 40);
}

TEST_CASE("Many callers are forgotten before they fill the memory") {
  Bench bench;
  access::LimiterOptions options;
  options.most_known = 100;
  const auto limiter = bench.limiter(options);
  for (int i = 0; i < 1000; ++i)
    CHECK(asks(*limiter, std::to_string(i)));
}
