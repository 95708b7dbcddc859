#include "bench/match_bench.hpp"

#include "bench/measure.hpp"
#include "match/match.hpp"
#include "sample/decisions.hpp"

#include <ctime>

namespace badgewatch::bench {
namespace {

match::Index build(const sample::Roster& roster) {
  match::IndexBuilder builder;
  Clock::duration profiling{}, inserting{};
  for (std::uint64_t person = 0; person < roster.options().drivers; ++person) {
    const auto licences = roster.licences_of(person);
    const auto start = Clock::now();
    const match::Profile profile(licences.front().licence.holder);
    const auto profiled = Clock::now();
    builder.insert(profile);
    inserting += Clock::now() - profiled;
    profiling += profiled - start;
  }
  const auto start = Clock::now();
  auto index = builder.build();
  inserting += Clock::now() - start;
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

// What this thread has used of a processor: unlike the time on the wall, whatever else runs.
Clock::duration processor_time() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

struct Searches {
  Latencies latencies;
  Latencies processor;
  std::size_t compared = 0, found = 0, incomplete = 0;
};

Searches search(const match::Index& index, const std::vector<person::Person>& people) {
  Searches result;
  for (const person::Person& person : people) {
    const auto used = processor_time();
    const auto start = Clock::now();
    const auto answer = index.search(match::Profile(person));
    result.latencies.add(Clock::now() - start);
    result.processor.add(processor_time() - used);
    result.compared += answer.compared;
    result.found += answer.found.size();
    result.incomplete += answer.complete ? 0 : 1;
  }
  return result;
}

void say_searches(const std::string& name, Searches result, std::size_t people) {
  const auto count = static_cast<double>(std::max<std::size_t>(1, result.latencies.count()));
  const auto detail = [&](core::JsonWriter& writer) {
    writer.member("people", people).member("searches", result.latencies.count());
    writer.key("compared_each").value(static_cast<double>(result.compared) / count, 1);
    writer.key("found_each").value(static_cast<double>(result.found) / count, 2);
    writer.member("incomplete", result.incomplete).member("rules", match::rules_version());
  };
  say(name + "_p50", result.latencies.percentile(50), "us", detail);
  say(name + "_p99", result.latencies.percentile(99), "us", detail);
  say(name + "_max", result.latencies.highest(), "us", detail);
  say(name + "_processor_p50", result.processor.percentile(50), "us", detail);
  say(name + "_processor_p99", result.processor.percentile(99), "us", detail);
}

// The peer: everybody compared, which is right by definition.
void say_exhaustive(const sample::Roster& roster, const std::vector<person::Person>& queries) {
  constexpr std::size_t most_people = 100'000, most_queries = 10;
  const auto people = std::min<std::size_t>(most_people, roster.options().drivers);
  std::vector<match::Profile> everyone;
  everyone.reserve(people);
  for (std::uint64_t person = 0; person < people; ++person)
    everyone.emplace_back(roster.licences_of(person).front().licence.holder);
  Latencies latencies;
  std::size_t found = 0;
  for (std::size_t i = 0; i < std::min(most_queries, queries.size()); ++i) {
    const auto start = Clock::now();
    const match::Profile query(queries[i]);
    for (const auto& profile : everyone)
      found += match::score(query, profile).band == match::Band::none ? 0 : 1;
    latencies.add(Clock::now() - start);
  }
  say("match_peer_exhaustive_p50", latencies.percentile(50), "us", [&](core::JsonWriter& writer) {
    writer.member("people", people).member("searches", latencies.count()).member("found", found);
  });
}

}  // namespace

int run_match(const MatchOptions& options) {
  const sample::Roster roster({options.people.seed, options.people.drivers, today()});
  const match::Index index = build(roster);
  auto queries = subjects(roster, options.searches);
  say_searches("match_search", search(index, queries), options.people.drivers);
  say_exhaustive(roster, queries);
  for (auto& query : queries)
    query.date_of_birth.reset();
  say_searches("match_search_undated", search(index, queries), options.people.drivers);
  return 0;
}

}  // namespace badgewatch::bench
