#include "bench/linkage_result.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::bench {

namespace {

// Smaller groups say too little: one person more or less is over half a point.
constexpr std::size_t least_planted = 200;

double share(std::size_t part, std::size_t of) {
  return of == 0 ? 0 : static_cast<double>(part) / static_cast<double>(of);
}

double alert_rate(const GroupCount& group) {
  return 1000 * share(group.alerts, group.planted + group.strangers);
}

}  // namespace

void LinkageResult::add(const std::string& group, std::optional<std::uint64_t> driver,
                        const match::SearchResult& result) {
  auto& count = groups_[group];
  bool found_it = false;
  for (const auto& found : result.found) {
    const bool right = driver && found.record == *driver;
    pairs_.push_back({found.weight, found.band, right});
    if (found.band == match::Band::none) continue;
    found_it = found_it || right;
    count.alerts += right ? 0 : 1;
  }
  ++entries_;
  count.strangers += driver ? 0 : 1;
  if (!driver) return;
  ++planted_;
  ++count.planted;
  count.missed += found_it ? 0 : 1;
}

void LinkageResult::say_all(std::size_t drivers) const {
  say("match_linkage_entries", static_cast<double>(entries_), "entries",
      [&](core::JsonWriter& detail) {
        detail.member("drivers", drivers).member("planted", planted_);
        detail.member("rules", match::rules_version());
      });
  say_points();
  say_groups();
  say_calibration();
}

void LinkageResult::say_points() const {
  std::vector<RankedPair> all;
  std::vector<RankedPair> possible;
  std::vector<RankedPair> strong;
  for (const auto& pair : pairs_) {
    all.push_back({pair.weight, pair.same_person});
    if (pair.band != match::Band::none) possible.push_back(all.back());
    if (pair.band == match::Band::strong) strong.push_back(all.back());
  }
  const auto say_point = [&](std::string_view name, double value, std::string_view unit,
                             const Point& point) {
    say(name, value, unit, [&](core::JsonWriter& detail) {
      detail.key("precision").value(point.precision, 5).key("recall").value(point.recall, 5);
      detail.key("f1").value(point.f1, 5).key("weight").value(point.weight, 2);
    });
  };
  const Ranking ranking(std::move(all), planted_);
  for (const auto& [name, precision] :
       {std::pair("match_linkage_recall_at_.9998", .9998), {"match_linkage_recall_at_.998", .998}})
    say_point(name, ranking.at_precision(precision).recall, "recall",
              ranking.at_precision(precision));
  say_point("match_linkage_best", ranking.best().f1, "F1", ranking.best());
  const auto of_possible = Ranking(std::move(possible), planted_).all();
  say_point("match_linkage_possible_precision", of_possible.precision, "precision", of_possible);
  say_point("match_linkage_possible_recall", of_possible.recall, "recall", of_possible);
  const auto of_strong = Ranking(std::move(strong), planted_).all();
  say_point("match_linkage_strong_precision", of_strong.precision, "precision", of_strong);
}

void LinkageResult::say_groups() const {
  double lowest = 1;
  double highest = 0;
  double worst = 0;
  GroupCount all;
  for (const auto& [name, group] : groups_) {
    all.planted += group.planted;
    all.strangers += group.strangers;
    all.alerts += group.alerts;
  }
  for (const auto& [name, group] : groups_) {
    const auto recall = 1 - share(group.missed, group.planted);
    GroupCount others = all;
    others.planted -= group.planted;
    others.strangers -= group.strangers;
    others.alerts -= group.alerts;
    const auto ratio = others.alerts == 0 ? 0 : alert_rate(group) / alert_rate(others);
    if (group.planted >= least_planted) {
      lowest = std::min(lowest, recall);
      highest = std::max(highest, recall);
      worst = std::max(worst, ratio);
    }
    say("match_linkage_group", recall, "recall", [&](core::JsonWriter& detail) {
      detail.member("group", name).member("planted", group.planted).member("missed", group.missed);
      detail.member("strangers", group.strangers).member("false_alerts", group.alerts);
      detail.key("false_alerts_per_thousand").value(alert_rate(group), 3);
      detail.key("over_everybody_else").value(ratio, 3);
    });
  }
  say("match_linkage_group_recall_gap", 100 * (highest - lowest), "points",
      [](core::JsonWriter& detail) { detail.member("least_planted", least_planted); });
  say("match_linkage_group_worst_alert_ratio", worst, "times",
      [](core::JsonWriter& detail) { detail.member("least_planted", least_planted); });
}

// Of the pairs that are said to be one person with a probability in a range: how many are.
void LinkageResult::say_calibration() const {
  constexpr std::array<double, 10> ends{.01, .05, .1, .3, .5, .7, .9, .99, .999, 1.01};
  double from = 0;
  for (const auto end : ends) {
    std::size_t count = 0;
    std::size_t right = 0;
    double said = 0;
    for (const auto& pair : pairs_) {
      const auto probability = match::probability_of(pair.weight);
      if (probability < from || probability >= end) continue;
      ++count;
      right += pair.same_person ? 1 : 0;
      said += probability;
    }
    if (count > 0)
      say("match_linkage_calibration", share(right, count), "share", [&](core::JsonWriter& detail) {
        detail.key("said").value(said / static_cast<double>(count), 4);
        detail.key("from").value(from, 3).key("to").value(std::min(1.0, end), 3);
        detail.member("pairs", count);
      });
    from = end;
  }
}

}  // namespace badgewatch::bench
