#include "bench/linkage_bench.hpp"

#include "bench/linkage_files.hpp"
#include "bench/linkage_result.hpp"
#include "bench/measure.hpp"
#include "bench/trigram_peer.hpp"
#include "match/match.hpp"
#include "sample/linkage.hpp"

#include <algorithm>
#include <iostream>

namespace badgewatch::bench {

namespace {

// Pairs that weigh less are not worth ranking.
constexpr double lowest_weight = -10;

// What the register's own people teach; every eighth is enough.
match::Frequencies learnt(const sample::Linkage& people) {
  match::FrequencyCount count;
  for (std::uint64_t driver = 0; driver < people.options().drivers; driver += 8)
    count.add(match::Profile(people.driver(driver)));
  return count.learnt();
}

match::Index indexed(const sample::Linkage& people, const match::Frequencies& frequencies) {
  match::IndexBuilder builder;
  Clock::duration spent{};
  for (std::uint64_t driver = 0; driver < people.options().drivers; ++driver) {
    const auto holder = people.driver(driver);
    const auto start = Clock::now();
    builder.insert(match::Profile(holder, frequencies));
    spent += Clock::now() - start;
  }
  const auto start = Clock::now();
  auto index = builder.build();
  spent += Clock::now() - start;
  const auto drivers = static_cast<double>(people.options().drivers);
  say("match_linkage_build", seconds(spent), "s", [&](core::JsonWriter& detail) {
    detail.member("drivers", people.options().drivers);
    detail.key("us_each").value(seconds(spent) * 1e6 / drivers, 3);
    detail.key("bytes_each").value(static_cast<double>(index.memory_bytes()) / drivers, 1);
  });
  return index;
}

// One after the other, each with the making of its profile.
void search(const sample::Linkage& people, const match::Frequencies& frequencies,
            const match::Index& index) {
  Latencies latencies;
  Latencies profiles;
  std::size_t compared = 0;
  for (std::size_t place = 0; place < people.options().entries; ++place) {
    const auto entry = people.entry(place);
    const auto start = Clock::now();
    const match::Profile query(entry.subject, frequencies);
    const auto made = Clock::now();
    const auto found = index.search(query);
    latencies.add(Clock::now() - start);
    profiles.add(made - start);
    compared += found.compared;
  }
  const auto detail = [&](core::JsonWriter& writer) {
    writer.member("drivers", people.options().drivers).member("searches", latencies.count());
    writer.key("compared_each")
        .value(static_cast<double>(compared) / static_cast<double>(latencies.count()), 1);
  };
  say("match_linkage_search_p50", latencies.percentile(50), "us", detail);
  say("match_linkage_search_p99", latencies.percentile(99), "us", detail);
  say("match_linkage_search_max", latencies.highest(), "us", detail);
  say("match_linkage_profile_p50", profiles.percentile(50), "us", detail);
}

void link(const sample::Linkage& people, const match::Frequencies& frequencies,
          const match::Index& index, LinkageResult& result) {
  for (std::size_t place = 0; place < people.options().entries; ++place) {
    const auto entry = people.entry(place);
    match::SearchLimits ranked;
    ranked.none_from = lowest_weight;
    result.add(entry.culture, entry.driver,
               index.search(match::Profile(entry.subject, frequencies), ranked));
  }
}

sample::Linkage people_of(const LinkageBenchOptions& options, std::uint64_t seed) {
  return sample::Linkage({seed, options.drivers, options.entries, options.planted, today()});
}

match::Frequencies frequencies_of(const LinkageBenchOptions& options,
                                  const sample::Linkage& people) {
  return options.learn ? learnt(people) : match::Frequencies::built_in();
}

int link_together(const LinkageBenchOptions& options) {
  LinkageResult result;
  for (std::uint64_t seed = options.seed; seed < options.seed + options.seeds; ++seed) {
    const auto people = people_of(options, seed);
    const auto frequencies = frequencies_of(options, people);
    link(people, frequencies, indexed(people, frequencies), result);
  }
  result.say_all(options.drivers * options.seeds);
  return 0;
}

// Everybody compared, which is right by definition: what it finds and the index does not.
void verify(const sample::Linkage& people, const match::Frequencies& frequencies,
            const match::Index& index, std::size_t entries) {
  std::vector<match::Profile> everyone;
  everyone.reserve(people.options().drivers);
  for (std::uint64_t driver = 0; driver < people.options().drivers; ++driver)
    everyone.emplace_back(people.driver(driver), frequencies);
  std::size_t pairs = 0;
  std::size_t missed = 0;
  const auto step = std::max<std::size_t>(1, people.options().entries / entries);
  for (std::size_t place = 0; place < people.options().entries; place += step) {
    const match::Profile query(people.entry(place).subject, frequencies);
    std::vector<bool> found(everyone.size());
    for (const auto& one : index.search(query).found)
      found[one.record] = true;
    for (std::size_t i = 0; i < everyone.size(); ++i) {
      if (match::score(everyone[i], query).band == match::Band::none) continue;
      ++pairs;
      missed += found[i] ? 0 : 1;
    }
  }
  const auto recall =
      pairs == 0 ? 1 : static_cast<double>(pairs - missed) / static_cast<double>(pairs);
  say("match_linkage_candidate_recall", recall, "recall", [&](core::JsonWriter& detail) {
    detail.member("pairs", pairs).member("missed", missed);
    detail.member("compared_with", everyone.size());
  });
}

}  // namespace

int run_linkage(const LinkageBenchOptions& options) {
  if (options.seeds > 1) return link_together(options);
  const auto people = people_of(options, options.seed);
  const auto refuse = [](const core::Error& error) {
    std::cerr << "badgewatch-bench: " << error.detail() << '\n';
    return 1;
  };
  if (!options.files.empty()) {
    const auto written = write_linkage(people, options.files);
    return written ? 0 : refuse(written.error());
  }
  // First: what this program has in memory when it begins another one counts as that one's.
  if (!options.program.empty())
    if (const auto done = run_program_on(people, options.program); !done)
      return refuse(done.error());
  {
    const auto frequencies = frequencies_of(options, people);
    const auto index = indexed(people, frequencies);
    search(people, frequencies, index);
    LinkageResult result;
    link(people, frequencies, index, result);
    result.say_all(options.drivers);
    if (options.verified > 0) verify(people, frequencies, index, options.verified);
  }
  if (options.peer_folder.empty()) return 0;
  const auto asked = run_trigram_peer(people, options.peer_folder);
  return asked ? 0 : refuse(asked.error());
}

}  // namespace badgewatch::bench
