// How many single checks a running register proves and records a second, and how long each takes.
#pragma once

#include "bench/people.hpp"
#include "client/target.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace badgewatch::bench {

struct CheckOptions {
  PeopleOptions people;  // as the demo was made
  unsigned connections = 8;
  std::optional<double> rate;  // open loop
  double run_seconds = 10;
  std::string peer_directory;  // a peer is run afterwards in this folder; empty: none
};

// Ends with 1 where an answer was neither 201 nor a 503 of its own kind, or one is missing.
int run_check(const CheckOptions& options, const client::Target& target);

}  // namespace badgewatch::bench
