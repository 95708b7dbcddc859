// Recording checks and reading them back.
#include "fixture.hpp"

#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

TEST_CASE("a check is read back by the authority that asked") {
  TestRegister test;
  const auto recorded = check(test, "BIR", 7);
  REQUIRE(test.store().checks().record({recorded}).has_value());
  const auto found = must(test.store().checks().find(caller("BIR"), recorded.record.id));
  REQUIRE(found.request == recorded.record.request);
  REQUIRE(found.answer == recorded.record.answer);
  REQUIRE(found.outcome == domain::Outcome::no_match);
  REQUIRE(found.purpose == domain::Purpose::renewal);
  REQUIRE(found.watched_until == recorded.record.watched_until);
  REQUIRE(found.checked_at == recorded.record.checked_at);

  const auto foreign = test.store().checks().find(caller("MAN"), recorded.record.id);
  REQUIRE(foreign.has_error());
  REQUIRE(foreign.error().code() == core::Errc::not_found);
}

TEST_CASE("the entries that an answer does not show are kept with it") {
  TestRegister test;
  auto recorded = check(test, "BIR", 7);
  for (int i = 0; i < 3; ++i)
    recorded.record.left_out.push_back(core::new_uuid(test.clock(), test.randomness()));
  REQUIRE(test.store().checks().record({recorded}).has_value());
  const auto found = must(test.store().checks().find(caller("BIR"), recorded.record.id));
  CHECK(found.answer == recorded.record.answer);
  CHECK(found.left_out == recorded.record.left_out);
}

TEST_CASE("a check that cannot be stored costs only itself") {
  TestRegister test;
  // A text that is not UTF-8 is refused by the database.
  auto bad = check(test, "BIR", 1);
  bad.record.actor = "\xff";
  std::atomic<int> stored{0}, refused{0};
  std::vector<std::thread> callers;
  for (int n = 0; n < 8; ++n)
    callers.emplace_back([&, n] {
      auto mine = n == 3 ? bad : check(test, "BIR", 10 + n);
      if (test.store().checks().record({std::move(mine)}))
        ++stored;
      else
        ++refused;
    });
  for (auto& thread : callers)
    thread.join();
  REQUIRE(stored == 7);
  REQUIRE(refused == 1);
  auto owner = test.session("superuser");
  REQUIRE(ask(*owner, "select count(*) from check_record") == "7");
  REQUIRE(ask(*owner, "select count(*) from log_leaf") == "7");
}

TEST_CASE("leaves of what was no check share the checks' commits") {
  TestRegister test;
  auto& log = test.store().checks();
  must(log.note({test.leaf("refused", "BIR"), test.leaf("alerts_listed", "MAN")}));
  // Assertions are the main thread's alone: Catch2 keeps them without a lock.
  std::atomic<int> done{0};
  std::vector<std::thread> callers;
  for (int n = 0; n < 4; ++n) {
    callers.emplace_back([&] { done += log.note({test.leaf("refused", "BIR")}).has_value(); });
    callers.emplace_back([&, n] { done += log.record({check(test, "BIR", n)}).has_value(); });
  }
  for (auto& thread : callers)
    thread.join();
  CHECK(done == 8);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from log_leaf") == "10");
  CHECK(ask(*owner, "select count(*) from check_record") == "4");
  // Nobody writes there in the operator's name.
  CHECK(log.note({test.leaf("refused", "")}).has_error());
  CHECK(ask(*owner, "select count(*) from log_leaf") == "10");
}

TEST_CASE("recording nothing is done at once") {
  TestRegister test;
  REQUIRE(test.store().checks().note({}).has_value());
  REQUIRE(test.store().checks().record({}).has_value());
}

TEST_CASE("a probe of the log waits for a commit, and no longer than it is told to") {
  TestRegister test;
  const auto in = [](int milliseconds) {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  };
  auto& log = test.store().checks();
  must(log.probe(in(5'000)));
  auto owner = test.session("superuser");
  const auto before = ask(*owner, "select at from log_probe");
  must(log.probe(in(5'000)));
  CHECK(ask(*owner, "select at from log_probe") != before);

  // The writer is stuck behind a lock, with a check.
  (void)must(owner->script("lock", "begin; lock table check_record in exclusive mode"));
  bool recorded = false;
  std::thread caller([&] { recorded = log.record({check(test, "BIR", 1)}).has_value(); });
  auto other = test.session("superuser");
  const auto waits = [&] {
    return ask(*other,
               "select exists(select from pg_locks where not granted and relation ="
               " 'check_record'::regclass)") == "t";
  };
  for (int i = 0; i < 2'000 && !waits(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(log.probe(in(200)).has_error());
  owner->rollback();
  caller.join();
  CHECK(recorded);
  must(log.probe(in(5'000)));
}
