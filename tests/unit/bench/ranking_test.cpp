#include "bench/ranking.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::bench {

TEST_CASE("precision and recall at thresholds") {
  const Ranking ranking({{1, false}, {5, true}, {4, true}, {3, false}, {2, true}}, 4);
  CHECK(ranking.all().precision == Approx(3.0 / 5));
  CHECK(ranking.all().recall == Approx(3.0 / 4));
  CHECK(ranking.best().weight == 2);
  CHECK(ranking.best().f1 == Approx(6.0 / 8));
  CHECK(ranking.at_precision(1).weight == 4);
  CHECK(ranking.at_precision(1).recall == Approx(0.5));
  CHECK(ranking.at_precision(0.7).weight == 2);
}

TEST_CASE("pairs of equal weight are taken together") {
  const Ranking ranking({{2, true}, {2, false}}, 1);
  CHECK(ranking.at_precision(1).recall == 0);
  CHECK(ranking.best().precision == Approx(0.5));
}

TEST_CASE("the area under the curve") {
  CHECK(Ranking({{2, true}, {1, false}}, 1).area_under_curve() == 1);
  CHECK(Ranking({{1, true}, {2, false}}, 1).area_under_curve() == 0);
  CHECK(Ranking({{1, true}, {1, false}}, 1).area_under_curve() == Approx(0.5));
  CHECK(Ranking({{3, true}, {2, false}, {1, true}}, 2).area_under_curve() == Approx(0.5));
}

TEST_CASE("clusters that links make") {
  // Two people: 0, 1, 2 and 3, 4. The link of 2 and 3 joins them all.
  const std::vector<std::size_t> cluster_of{0, 0, 0, 1, 1};
  CHECK(pairs_within(cluster_of) == 4);
  const auto best = best_clustering({{5, 0, 1}, {4, 1, 2}, {3, 3, 4}, {1, 2, 3}}, cluster_of);
  CHECK(best.weight == 3);
  CHECK(best.f1 == 1);
}

}  // namespace badgewatch::bench
