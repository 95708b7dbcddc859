#include "bench/ranking.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace badgewatch::bench {

namespace {

double share(std::size_t part, std::size_t of) {
  return of == 0 ? 0 : static_cast<double>(part) / static_cast<double>(of);
}

Point point(double weight, std::size_t taken, std::size_t right, std::size_t truths) {
  return {weight, share(right, taken), share(right, truths), share(2 * right, taken + truths)};
}

std::size_t pairs_of(std::size_t members) {
  return members * (members - 1) / 2;
}

// Clusters in the making, each with how many of its members are of which true cluster.
class Clusters {
public:
  explicit Clusters(const std::vector<std::size_t>& cluster_of)
      : parent_(cluster_of.size()), size_(cluster_of.size(), 1), members_(cluster_of.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    for (std::size_t i = 0; i < cluster_of.size(); ++i)
      members_[i][cluster_of[i]] = 1;
  }

  void join(std::size_t a, std::size_t b) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    if (members_[a].size() < members_[b].size()) std::swap(a, b);
    taken_ += size_[a] * size_[b];
    for (const auto& [cluster, count] : members_[b]) {
      auto& ours = members_[a][cluster];
      right_ += ours * count;
      ours += count;
    }
    members_[b].clear();
    size_[a] += size_[b];
    parent_[b] = a;
  }
  std::size_t taken() const { return taken_; }
  std::size_t right() const { return right_; }

private:
  std::size_t root(std::size_t of) {
    while (parent_[of] != of)
      of = parent_[of] = parent_[parent_[of]];
    return of;
  }

  std::vector<std::size_t> parent_;
  std::vector<std::size_t> size_;
  std::vector<std::unordered_map<std::size_t, std::size_t>> members_;
  std::size_t taken_ = 0;
  std::size_t right_ = 0;
};

}  // namespace

Ranking::Ranking(std::vector<RankedPair> pairs, std::size_t truths)
    : pairs_(std::move(pairs)), truths_(truths) {
  std::sort(pairs_.begin(), pairs_.end(),
            [](const RankedPair& a, const RankedPair& b) { return a.weight > b.weight; });
}

template <class Use>
void Ranking::each_threshold(Use&& use) const {
  std::size_t right = 0;
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    right += pairs_[i].same_person ? 1 : 0;
    if (i + 1 == pairs_.size() || pairs_[i + 1].weight < pairs_[i].weight)
      use(point(pairs_[i].weight, i + 1, right, truths_));
  }
}

Point Ranking::all() const {
  Point last;
  each_threshold([&](const Point& one) { last = one; });
  return last;
}

Point Ranking::best() const {
  Point best;
  each_threshold([&](const Point& one) {
    if (one.f1 > best.f1) best = one;
  });
  return best;
}

Point Ranking::at_precision(double precision) const {
  Point found;
  each_threshold([&](const Point& one) {
    if (one.precision >= precision) found = one;
  });
  return found;
}

double Ranking::recall_at_false_positives(double most) const {
  std::size_t same = 0;
  for (const auto& pair : pairs_)
    same += pair.same_person ? 1 : 0;
  double recall = 0;
  std::size_t right = 0;
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    right += pairs_[i].same_person ? 1 : 0;
    const bool ends = i + 1 == pairs_.size() || pairs_[i + 1].weight < pairs_[i].weight;
    if (ends && share(i + 1 - right, pairs_.size() - same) <= most) recall = share(right, same);
  }
  return recall;
}

double Ranking::area_under_curve() const {
  double area = 0;
  std::size_t better = 0;  // pairs of one person that weigh more
  std::size_t others = 0;
  for (std::size_t i = 0; i < pairs_.size();) {
    std::size_t end = i;
    std::size_t right = 0;
    for (; end < pairs_.size() && pairs_[end].weight >= pairs_[i].weight; ++end)
      right += pairs_[end].same_person ? 1 : 0;
    const auto wrong = end - i - right;
    area +=
        static_cast<double>(wrong) * (static_cast<double>(better) + static_cast<double>(right) / 2);
    better += right;
    others += wrong;
    i = end;
  }
  const auto all = static_cast<double>(better) * static_cast<double>(others);
  return all > 0 ? area / all : 0;
}

Point best_clustering(std::vector<Link> links, const std::vector<std::size_t>& cluster_of) {
  std::sort(links.begin(), links.end(),
            [](const Link& a, const Link& b) { return a.weight > b.weight; });
  const auto truths = pairs_within(cluster_of);
  Clusters clusters(cluster_of);
  Point best;
  for (std::size_t i = 0; i < links.size(); ++i) {
    clusters.join(links[i].a, links[i].b);
    if (i + 1 < links.size() && links[i + 1].weight >= links[i].weight) continue;
    const auto here = point(links[i].weight, clusters.taken(), clusters.right(), truths);
    if (here.f1 > best.f1) best = here;
  }
  return best;
}

std::size_t pairs_within(const std::vector<std::size_t>& cluster_of) {
  std::unordered_map<std::size_t, std::size_t> members;
  std::size_t pairs = 0;
  for (const auto cluster : cluster_of)
    ++members[cluster];
  for (const auto& [cluster, count] : members)
    pairs += pairs_of(count);
  return pairs;
}

}  // namespace badgewatch::bench
