#include "bench/misuse_bench.hpp"

#include "bench/measure.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace badgewatch::bench {

namespace {

using domain::Search;
using Searches = std::span<const Search>;

// Searches of one actor, by day; those of the last days before one are neighbours in the list.
std::vector<Searches> parts(Searches list, bool (*belong)(const Search&, const Search&)) {
  std::vector<Searches> found;
  std::size_t from = 0;
  for (std::size_t i = 1; i <= list.size(); ++i) {
    if (i < list.size() && belong(list[from], list[i])) continue;
    found.push_back(list.subspan(from, i - from));
    from = i;
  }
  return found;
}

Searches up_to(Searches his, core::Date day, int days) {
  const auto from = std::partition_point(his.begin(), his.end(), [&](const Search& search) {
    return search.day <= day.plus_days(-days);
  });
  const auto to = std::partition_point(from, his.end(),
                                       [&](const Search& search) { return search.day <= day; });
  return {from, to};
}

struct DayOfPeers {
  std::vector<int> people;  // of each actor
  std::array<int, 24> hours{};
};

class Judge {
public:
  Judge(const sample::SearchYear& year, const domain::MisuseTerms& terms)
      : year_(year), terms_(terms), working_days_({}, {}, {}) {
    for (std::size_t i = 0; i < year.fishing.size(); ++i)
      for (const auto& check : year.fishing[i].checks)
        fishing_of_[check] = i;
    any_.resize(year.fishing.size());
    own_.resize(year.fishing.size());
  }

  MisuseResult judge() && {
    const auto same_authority = [](const Search& a, const Search& b) {
      return a.authority == b.authority;
    };
    for (const auto its : parts(year_.searches, same_authority))
      judge_authority(its);
    judge_people();
    result_.ordinary = year_.ordinary;
    for (std::size_t i = 0; i < year_.fishing.size(); ++i) {
      auto& found = result_.of_pattern[year_.fishing[i].pattern];
      ++found.fishing;
      found.found += any_[i] ? 1 : 0;
      found.by_itself += own_[i] ? 1 : 0;
    }
    return std::move(result_);
  }

private:
  void judge_authority(Searches its) {
    const auto same_actor = [](const Search& a, const Search& b) { return a.actor == b.actor; };
    const auto same_day = [](const Search& a, const Search& b) { return a.day == b.day; };
    const auto actors = parts(its, same_actor);
    std::map<core::Date, DayOfPeers> days;
    for (const auto his : actors)
      for (const auto day : parts(his, same_day)) {
        auto& peers = days[day.front().day];
        std::unordered_set<domain::Trait> people;
        for (const auto& search : day) {
          people.insert(search.traits.person);
          if (search.purpose != domain::Purpose::in_term)
            ++peers.hours.at(static_cast<std::size_t>(search.hour));
        }
        peers.people.push_back(static_cast<int>(people.size()));
      }
    for (const auto& [day, unused] : days) {
      const auto peers = peers_before(days, day);
      for (const auto his : actors) {
        const auto last = up_to(his, day, domain::days_of_actor);
        if (last.empty() || last.back().day != day) continue;
        ++result_.days_judged;
        take(domain::flags_of_actor(last, peers, day, terms_, working_days_));
      }
    }
  }

  domain::Peers peers_before(const std::map<core::Date, DayOfPeers>& days, core::Date day) const {
    std::vector<int> people;
    std::vector<domain::HourOfDay> hours;
    for (auto at = days.lower_bound(day.plus_days(1 - domain::days_of_actor));
         at != days.end() && at->first < day; ++at) {
      people.insert(people.end(), at->second.people.begin(), at->second.people.end());
      for (int hour = 0; hour < 24; ++hour)
        hours.push_back({at->first, hour, at->second.hours.at(static_cast<std::size_t>(hour))});
    }
    return domain::peers_of(std::move(people), hours, working_days_);
  }

  void judge_people() {
    std::unordered_map<domain::Trait, std::vector<const Search*>> of_person;
    for (const auto& search : year_.searches)
      of_person[search.traits.person].push_back(&search);
    for (const auto& [person, searches] : of_person) {
      if (searches.size() < 3) continue;
      std::vector<Search> list;
      for (const auto* search : searches)
        list.push_back(*search);
      std::set<core::Date> days;
      for (const auto& search : list)
        days.insert(search.day);
      for (const auto day : days)
        take(domain::flags_of_person(list, day, terms_));
    }
  }

  void take(const std::vector<domain::Flag>& flags) {
    for (const auto& flag : flags) {
      bool is_true = false;
      for (const auto& check : flag.checks) {
        const auto found = fishing_of_.find(check);
        if (found == fishing_of_.end()) continue;
        is_true = true;
        any_[found->second] = true;
        if (year_.fishing[found->second].pattern == flag.pattern) own_[found->second] = true;
      }
      if (is_true) continue;
      auto& found = result_.of_pattern[flag.pattern];
      ++found.false_flags;
      found.falsely_named += flag.checks.size();
    }
  }

  const sample::SearchYear& year_;
  const domain::MisuseTerms& terms_;
  core::WorkingDays working_days_;
  std::unordered_map<core::Uuid, std::size_t> fishing_of_;
  std::vector<bool> any_;
  std::vector<bool> own_;
  MisuseResult result_;
};

double percent(double part, double whole) {
  return whole == 0 ? 0 : 100 * part / whole;
}

}  // namespace

MisuseResult find_misuse(const sample::SearchYear& year, const domain::MisuseTerms& terms) {
  return Judge(year, terms).judge();
}

int run_misuse(const MisuseBenchOptions& options) {
  constexpr double found_percent = 90;
  constexpr double false_percent = 0.1;
  bool good = true;
  for (const auto seed : options.seeds) {
    const auto year = sample::year_of_searches({.seed = seed,
                                                .searches = options.searches,
                                                .fishing = options.fishing,
                                                .first = *core::Date::of(2025, 9, 1)});
    const auto begin = Clock::now();
    const auto result = find_misuse(year, {});
    const auto took = seconds(Clock::now() - begin);
    int false_flags = 0;
    std::size_t named = 0;
    for (const auto& [pattern, found] : result.of_pattern) {
      false_flags += found.false_flags;
      named += found.falsely_named;
      const auto share = percent(found.found, found.fishing);
      good = good && share >= found_percent;
      say("misuse_found", share, "%", [&](core::JsonWriter& out) {
        out.member("pattern", domain::name_of(pattern)).member("seed", seed);
        out.member("fishing", std::int64_t{found.fishing});
        out.member("found", std::int64_t{found.found});
        out.member("found_as_such", std::int64_t{found.by_itself});
        out.member("false_flags", std::int64_t{found.false_flags});
      });
    }
    const auto ordinary = static_cast<double>(result.ordinary);
    const auto share = percent(false_flags, ordinary);
    good = good && share <= false_percent;
    say("misuse_false_flags", share, "% of searches", [&](core::JsonWriter& out) {
      out.member("seed", seed);
      out.member("searches", static_cast<std::int64_t>(result.ordinary));
      out.member("false_flags", std::int64_t{false_flags});
      out.key("searches_named_percent").value(percent(static_cast<double>(named), ordinary), 4);
      out.member("days_judged", static_cast<std::int64_t>(result.days_judged));
      out.key("seconds").value(took, 1);
    });
  }
  return good ? 0 : 1;
}

}  // namespace badgewatch::bench
