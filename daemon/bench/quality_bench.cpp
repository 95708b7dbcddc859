#include "bench/quality_bench.hpp"

#include "bench/labelled_data.hpp"
#include "bench/measure.hpp"
#include "bench/namesakes.hpp"
#include "bench/ranking.hpp"
#include "match/match.hpp"

#include <iostream>

namespace badgewatch::bench {

namespace {

// Low enough for every threshold that may be the best.
constexpr double lowest_of_febrl = -20;
constexpr double lowest_of_historical = -16;

int refuse(const core::Error& error) {
  std::cerr << "badgewatch-bench: " << error.detail() << '\n';
  return 64;
}

match::SearchLimits everything_from(double weight) {
  return {.comparisons = static_cast<std::size_t>(-1), .none_from = weight};
}

void write_point(core::JsonWriter& detail, const Point& point) {
  detail.key("precision").value(point.precision, 5);
  detail.key("recall").value(point.recall, 5).key("weight").value(point.weight, 2);
}

void say_f1(std::string_view name, const Point& point, std::size_t people) {
  say(name, point.f1, "F1", [&](core::JsonWriter& detail) {
    write_point(detail, point);
    detail.member("people", people).member("rules", match::rules_version());
  });
}

// The pairs that the band leaves, without a threshold.
Ranking possible_only(const std::vector<RankedPair>& pairs, const std::vector<match::Band>& bands,
                      std::size_t truths) {
  std::vector<RankedPair> kept;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (bands[i] != match::Band::none) kept.push_back(pairs[i]);
  return {std::move(kept), truths};
}

// As badgewatch-match does for files of this size.
void count(const std::vector<LabelledPerson>& people, match::FrequencyCount& count) {
  for (const auto& one : people)
    count.add(match::Profile(one.person));
}

}  // namespace

int run_febrl(const std::string& folder) {
  const auto task = read_febrl4(folder);
  if (!task) return refuse(task.error());
  const auto start = Clock::now();
  match::FrequencyCount counted;
  count(task->a, counted);
  count(task->b, counted);
  const auto table = counted.learnt();
  match::Index index;
  for (const auto& one : task->a)
    index.insert(match::Profile(one.person, table));
  std::vector<RankedPair> pairs;
  std::vector<match::Band> bands;
  for (const auto& one : task->b) {
    for (const auto& found :
         index.search(match::Profile(one.person, table), everything_from(lowest_of_febrl)).found) {
      pairs.push_back({found.weight, task->a[found.record].cluster == one.cluster});
      bands.push_back(found.band);
    }
  }
  const auto took = seconds(Clock::now() - start);
  say_f1("match_febrl4_possible", possible_only(pairs, bands, task->b.size()).all(),
         task->b.size());
  say_f1("match_febrl4", Ranking(std::move(pairs), task->b.size()).best(), task->b.size());
  say("match_febrl4_seconds", took, "s");
  return 0;
}

int run_historical(const std::string& path) {
  const auto people = read_historical(path);
  if (!people) return refuse(people.error());
  const auto start = Clock::now();
  match::FrequencyCount counted;
  count(*people, counted);
  const auto table = counted.learnt_from_duplicates();
  match::Index index(lowest_of_historical);
  std::vector<RankedPair> pairs;
  std::vector<match::Band> bands;
  std::vector<Link> links;
  std::vector<std::size_t> cluster_of;
  for (const auto& one : *people) {
    const match::Profile profile(one.person, table);
    for (const auto& found : index.search(profile, everything_from(lowest_of_historical)).found) {
      pairs.push_back({found.weight, (*people)[found.record].cluster == one.cluster});
      bands.push_back(found.band);
      links.push_back({found.weight, found.record, cluster_of.size()});
    }
    index.insert(profile);
    cluster_of.push_back(one.cluster);
  }
  const auto took = seconds(Clock::now() - start);
  const auto truths = pairs_within(cluster_of);
  say_f1("match_historical_possible", possible_only(pairs, bands, truths).all(), people->size());
  say_f1("match_historical_pairwise", Ranking(std::move(pairs), truths).best(), people->size());
  say_f1("match_historical_clustered", best_clustering(std::move(links), cluster_of),
         people->size());
  say("match_historical_seconds", took, "s");
  return 0;
}

namespace {

struct NameRankings {
  Ranking ours;
  Ranking trigrams;
};

NameRankings rankings_of(const std::vector<NamePair>& pairs) {
  std::vector<RankedPair> ours;
  std::vector<RankedPair> trigrams;
  for (const auto& pair : pairs) {
    const auto weight = match::score(profile_of_name(pair.a), profile_of_name(pair.b)).weight;
    ours.push_back({weight, pair.same_person});
    trigrams.push_back({trigram_similarity(pair.a, pair.b), pair.same_person});
  }
  return {{std::move(ours), 0}, {std::move(trigrams), 0}};
}

void say_of_pairs(std::string_view name, double value, std::string_view unit, std::size_t pairs) {
  say(name, value, unit, [&](core::JsonWriter& detail) { detail.member("pairs", pairs); });
}

}  // namespace

int run_names(const std::string& path) {
  const auto people = read_historical(path);
  if (!people) return refuse(people.error());
  const auto pairs = namesake_pairs(*people);
  const auto ranked = rankings_of(pairs);
  say_of_pairs("match_names_alone", ranked.ours.area_under_curve(), "AUC", pairs.size());
  say_of_pairs("match_names_alone_peer_trigrams", ranked.trigrams.area_under_curve(), "AUC",
               pairs.size());
  return 0;
}

int run_transliterations(const std::string& path) {
  constexpr double false_positives = 0.01;
  const auto people = read_transliterations(path);
  if (!people) return refuse(people.error());
  const auto pairs = pairs_of_clusters(*people);
  const auto ranked = rankings_of(pairs);
  const auto say_of = [&](const std::string& name, const Ranking& ranking) {
    say_of_pairs(name + "_at_.01", ranking.recall_at_false_positives(false_positives), "recall",
                 pairs.size());
    say_of_pairs(name, ranking.area_under_curve(), "AUC", pairs.size());
  };
  say_of("match_transliterations", ranked.ours);
  say_of("match_transliterations_peer_trigrams", ranked.trigrams);
  return 0;
}

}  // namespace badgewatch::bench
