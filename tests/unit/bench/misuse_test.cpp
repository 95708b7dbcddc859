// A small year: those who fish are found, and honest work is left in peace.
#include "bench/misuse_bench.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

TEST_CASE("of a small year nine of ten who fish are flagged, and one honest search in a thousand") {
  const auto year = sample::year_of_searches(
      {.seed = 5, .searches = 80'000, .fishing = 10, .first = *core::Date::of(2025, 9, 1)});
  const auto result = bench::find_misuse(year, {});
  int false_flags = 0;
  for (const auto& [pattern, found] : result.of_pattern) {
    INFO(domain::name_of(pattern));
    CHECK(found.found * 10 >= found.fishing * 9);
    false_flags += found.false_flags;
  }
  CHECK(result.of_pattern.size() == 10);
  // Ten times as many who fish among the searches as in the benchmark: what they do is of no
  // others.
  CHECK(static_cast<std::size_t>(false_flags) * 1'000 <= result.ordinary);

  // Terms that flag nothing find nobody: the test would notice.
  domain::MisuseTerms blind;
  blind.variants = blind.neighbours = blind.people_of_a_case = 1'000'000;
  const auto unseen = bench::find_misuse(year, blind);
  CHECK(unseen.of_pattern.at(domain::Pattern::neighbours).found <
        result.of_pattern.at(domain::Pattern::neighbours).found);
}
