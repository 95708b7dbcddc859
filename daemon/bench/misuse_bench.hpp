// How many who fish among a year of searches are flagged, and how much of honest work is.
#pragma once

#include "domain/misuse.hpp"
#include "sample/searches.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace badgewatch::bench {

struct MisuseBenchOptions {
  std::vector<std::uint64_t> seeds = {1};
  std::size_t searches = 1'000'000;
  int fishing = 50;  // of each pattern
};

struct MisuseFound {
  int fishing = 0;
  int found = 0;      // a flag of any pattern names one of their searches
  int by_itself = 0;  // a flag of their own pattern does
  int false_flags = 0;
  std::size_t falsely_named = 0;  // searches, in false flags of this pattern
};

struct MisuseResult {
  std::map<domain::Pattern, MisuseFound> of_pattern;
  std::size_t ordinary = 0;
  std::size_t days_judged = 0;  // of one actor
};

// Judges each day of each actor and person as the register does at the end of that day.
MisuseResult find_misuse(const sample::SearchYear& year, const domain::MisuseTerms& terms);

// One line a seed and pattern, and one of each seed. 0 when nine of ten of each pattern are found
// and no more than one search in a thousand is flagged falsely.
int run_misuse(const MisuseBenchOptions& options);

}  // namespace badgewatch::bench
