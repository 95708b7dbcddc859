#include "bench/match_bench.hpp"

#include "bench/measure.hpp"
#include "match/match.hpp"
#include "sample/decisions.hpp"

namespace badgewatch::bench {
namespace {

match::Index build(const sample::Roster& roster) {
  match::Index index;
  Clock::duration profiling{}, inserting{};
  for (std::uint64_t person = 0; person < roster.options().drivers; ++person) {
    const auto licences = roster.licences_of(person);
    const auto start = Clock::now();
    const match::Profile profile(licences.front().licence.holder);
    const auto profiled = Clock::now();
    index.insert(profile);
    inserting += Clock::now() - profiled;
    profiling += profiled - start;
  }
  const auto people = static_cast<double>(roster.options().drivers);
  say("match_index_build", people / seconds(profiling + inserting), "people/s",
      [&](core::JsonWriter& detail) {
        detail.member("people", roster.options().drivers);
        detail.key("profile_us").value(seconds(profiling) * 1e6 / people, 3);
        detail.key("insert_us").value(seconds(inserting) * 1e6 / people, 3);
      });
  say("match_index_memory", static_cast<double>(index.memory_bytes()) / people, "bytes/person",
      [&](core::JsonWriter& detail) { detail.member("bytes", index.memory_bytes()); });
  return index;
}

std::vector<person::Person> subjects(const sample::Roster& roster, std::size_t count) {
  const sample::Planted planted = sample::plant_decisions(roster);
  sample::Draws draws(roster.options().seed, 1, sample::Purpose::decision);
  std::vector<person::Person> result;
  while (result.size() < count) {
    if (result.size() % 2 == 0)
      result.push_back(planted.decisions[draws.below(planted.decisions.size())].decision.subject);
    else
      result.push_back(
          roster.licences_of(draws.below(roster.options().drivers)).front().licence.holder);
  }
  return result;
}

struct Searches {
  Latencies latencies;
  std::size_t compared = 0, found = 0, incomplete = 0;
};

Searches search(const match::Index& index, const std::vector<person::Person>& people) {
  Searches result;
  for (const person::Person& person : people) {
    const auto start = Clock::now();
    const auto answer = index.search(match::Profile(person));
    result.latencies.add(Clock::now() - start);
    result.compared += answer.compared;
    result.found += answer.found.size();
    result.incomplete += answer.complete ? 0 : 1;
  }
  return result;
}

}  // namespace

int run_match(const MatchOptions& options) {
  const sample::Roster roster({options.people.seed, options.people.drivers, today()});
  const match::Index index = build(roster);
  Searches result = search(index, subjects(roster, options.searches));
  const auto count = static_cast<double>(std::max<std::size_t>(1, result.latencies.count()));
  const auto detail = [&](core::JsonWriter& writer) {
    writer.member("people", options.people.drivers).member("searches", result.latencies.count());
    writer.key("compared_each").value(static_cast<double>(result.compared) / count, 1);
    writer.key("found_each").value(static_cast<double>(result.found) / count, 2);
    writer.member("incomplete", result.incomplete).member("rules", match::rules_version());
  };
  say("match_search_p50", result.latencies.percentile(50), "us", detail);
  say("match_search_p99", result.latencies.percentile(99), "us", detail);
  say("match_search_max", result.latencies.highest(), "us", detail);
  return 0;
}

}  // namespace badgewatch::bench
