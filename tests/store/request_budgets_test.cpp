// Budgets of requests that daemons share.
#include "fixture.hpp"

#include <thread>
#include <vector>

using namespace badgewatch;
using namespace badgewatch::store::test;
using ports::BudgetWish;

namespace {

ports::BudgetKey key(std::uint8_t value) {
  ports::BudgetKey out{};
  out.fill(value);
  return out;
}

// So slow that no test lives to see it grow.
constexpr ports::BudgetTerms slow{.per_second = 0.0001, .burst = 1000};

}  // namespace

TEST_CASE("a budget is granted up to its burst, and then says when there is more") {
  TestRegister test;
  const auto budgets = test.store().new_budgets();
  const std::vector<BudgetWish> wishes = {{key(1), slow, 900}, {key(2), {0.01, 1}, 5}};
  auto leases = must(budgets->take(wishes));
  REQUIRE(leases.size() == 2);
  CHECK(leases[0].granted == 900);
  CHECK(leases[0].left == 100);
  CHECK(leases[1].granted == 1);
  leases = must(budgets->take(wishes));
  CHECK(leases[0].granted == 100);
  CHECK(leases[1].granted == 0);
  CHECK(leases[1].wait > std::chrono::seconds(60));
  CHECK(leases[1].wait <= std::chrono::seconds(100));
}

TEST_CASE("the database's arithmetic is that of the memory") {
  TestRegister test;
  const auto budgets = test.store().new_budgets();
  core::Instant full_at;
  for (const std::int64_t most : {1, 0, 7, 400, 591, 1, 3}) {
    const auto stored = must(budgets->take(std::vector<BudgetWish>{{key(1), slow, most}}))[0];
    const auto memory = ports::take_from(full_at, slow, most, test.now());
    CHECK(stored.granted == memory.granted);
    CHECK(stored.left == memory.left);
    CHECK((stored.wait.count() > 0) == (memory.wait.count() > 0));
  }
}

TEST_CASE("daemons that take at once get the burst together, and never wait for each other's end") {
  TestRegister test;
  std::atomic<std::int64_t> granted = 0;
  std::vector<std::thread> daemons;
  for (int d = 0; d < 4; ++d) {
    daemons.emplace_back([&, d] {
      const auto budgets = test.store().new_budgets();
      for (int i = 0; i < 100; ++i) {
        std::vector<BudgetWish> wishes = {{key(1), slow, 7}, {key(2), slow, 7}, {key(3), slow, 7}};
        if (d % 2 == 1) std::swap(wishes.front(), wishes.back());
        const auto leases = budgets->take(wishes);
        if (!leases) continue;
        for (const auto& lease : *leases)
          granted += lease.granted;
      }
    });
  }
  for (auto& daemon : daemons)
    daemon.join();
  CHECK(granted == 3000);
}

TEST_CASE("what is full is forgotten, and nobody reads the table itself") {
  TestRegister test;
  const auto budgets = test.store().new_budgets();
  REQUIRE(budgets->take(std::vector<BudgetWish>{{key(1), slow, 5}, {key(2), slow, 0}}).has_value());
  must(budgets->forget_full());
  const auto owner = test.session("postgres");
  CHECK(ask(*owner, "select count(*) from badgewatch.request_budget") == "1");
  const auto app = test.session("bw_app");
  CHECK(refusal(*app, "select count(*) from request_budget") == "42501");
  const auto watch = test.session("bw_watch");
  CHECK(refusal(*watch, "select forget_full_request_budgets()") == "42501");
}

TEST_CASE("a lost connection is an error, and the next call has another one") {
  TestRegister test;
  const auto budgets = test.store().new_budgets();
  const std::vector<BudgetWish> wish = {{key(1), slow, 1}};
  REQUIRE(budgets->take(wish).has_value());
  const auto owner = test.session("postgres");
  ask(*owner,
      "select count(pg_terminate_backend(pid)) from pg_stat_activity"
      " where usename = 'bw_app' and datname = current_database()");
  CHECK_FALSE(budgets->take(wish).has_value());
  CHECK(budgets->take(wish).has_value());
}
