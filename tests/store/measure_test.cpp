// Figures, not verdicts: run with `store_tests "[measure]" -s`.
#include "fixture.hpp"

#include <chrono>
#include <iostream>
#include <mutex>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void load(TestRegister& test, int rows, int chunk, int offset) {
  for (int first = 0; first < rows; first += chunk) {
    std::vector<domain::Licence> licences;
    for (int n = first; n < std::min(rows, first + chunk); ++n)
      licences.push_back(licence(offset + n));
    (void)test.put("A" + std::to_string(first / chunk % 200), licences);
  }
}

}  // namespace

TEST_CASE("licences a second", "[.][measure]") {
  TestRegister test;
  constexpr int rows = 100'000;
  const double created = seconds_of([&] { load(test, rows, 1'000, 0); });
  std::cout << "created, one writer: " << rows / created << " rows/s\n";
  const double unchanged = seconds_of([&] { load(test, rows, 1'000, 0); });
  std::cout << "unchanged, one writer: " << rows / unchanged << " rows/s\n";
  const double both = seconds_of([&] {
    std::thread other([&] { load(test, rows / 2, 1'000, 1'000'000); });
    load(test, rows / 2, 1'000, 2'000'000);
    other.join();
  });
  std::cout << "created, two writers: " << rows / both << " rows/s\n";
  const double single = seconds_of([&] {
    for (int n = 0; n < 500; ++n)
      (void)test.put("ONE", {licence(n)});
  });
  std::cout << "one by one, one writer: " << 500 / single << " rows/s\n";
}

TEST_CASE("checks a second", "[.][measure]") {
  TestRegister test;
  constexpr int callers = 64, each = 500;
  std::vector<std::thread> threads;
  std::atomic<int> failed{0};
  const double time = seconds_of([&] {
    for (int t = 0; t < callers; ++t)
      threads.emplace_back([&, t] {
        for (int n = 0; n < each; ++n)
          if (!test.store().checks().record({check(test, "BIR", t * each + n)})) ++failed;
      });
    for (auto& thread : threads)
      thread.join();
  });
  REQUIRE(failed == 0);
  std::cout << "checks: " << callers * each / time << " /s\n";
}

TEST_CASE("a read of the head", "[.][measure]") {
  TestRegister test;
  auto feed = test.store().new_feed();
  (void)must(feed->head());
  const double time = seconds_of([&] {
    for (int n = 0; n < 20'000; ++n)
      (void)feed->head();
  });
  std::cout << "head: " << time / 20'000 * 1e6 << " us\n";
}

TEST_CASE("a snapshot of all drivers", "[.][measure]") {
  TestRegister test;
  constexpr int rows = 381'000;
  load(test, rows, 1'000, 0);
  auto feed = test.store().new_feed();
  for (const unsigned threads : {1U, 2U}) {
    std::atomic<std::size_t> read{0};
    const double time = seconds_of([&] {
      (void)must(feed->snapshot(
          threads, [&](std::vector<ports::IndexRow>&& batch) { read += batch.size(); }));
    });
    REQUIRE(read == rows);
    std::cout << "snapshot of " << rows << " rows, " << threads << " threads: " << time << " s\n";
  }
}
