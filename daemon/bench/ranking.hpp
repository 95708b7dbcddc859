// How well scores tell pairs of one person from pairs of two.
#pragma once

#include <cstddef>
#include <vector>

namespace badgewatch::bench {

struct RankedPair {
  double weight = 0;
  bool same_person = false;
};

// A threshold and what comes of it.
struct Point {
  double weight = 0;
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};

class Ranking {
public:
  // `truths`: how many pairs of one person there are, found or not.
  Ranking(std::vector<RankedPair> pairs, std::size_t truths);

  // All pairs that were given.
  Point all() const;
  // The threshold with the highest F1.
  Point best() const;
  // The lowest threshold at which precision is at least that; recall 0 where there is none.
  Point at_precision(double precision) const;
  // How many pairs of one person are above all thresholds at which no more than that share of the
  // pairs of two is.
  double recall_at_false_positives(double share) const;
  // The chance that a pair of one person outweighs one of two; equal weights count half.
  double area_under_curve() const;
  const std::vector<RankedPair>& pairs() const { return pairs_; }

private:
  // Calls `use` at the end of each run of equal weights.
  template <class Use>
  void each_threshold(Use&& use) const;

  std::vector<RankedPair> pairs_;  // the heaviest first
  std::size_t truths_;
};

// As Ranking::best(), of the clusters that linking all pairs from a threshold on makes: pairs
// within one cluster count. Members are numbers below `cluster_of.size()`, whose true clusters are
// there.
struct Link {
  double weight = 0;
  std::size_t a = 0;
  std::size_t b = 0;
};
Point best_clustering(std::vector<Link> links, const std::vector<std::size_t>& cluster_of);

// Pairs of members of one cluster.
std::size_t pairs_within(const std::vector<std::size_t>& cluster_of);

}  // namespace badgewatch::bench
