// The matcher alone: building an index, its size, and how long a search takes.
#pragma once

#include "bench/people.hpp"

namespace badgewatch::bench {

struct MatchOptions {
  PeopleOptions people;
  std::size_t searches = 2'000;
};

// Indexes the first licence of every driver, then searches for planted decisions' subjects and for
// other drivers by turns.
int run_match(const MatchOptions& options);

}  // namespace badgewatch::bench
