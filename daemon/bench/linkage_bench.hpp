// Drivers linked with a revocation list of the generator's, where the truth is known.
#pragma once

#include "bench/people.hpp"

#include <cstdint>
#include <string>

namespace badgewatch::bench {

struct LinkageBenchOptions {
  std::uint64_t seed = 1;
  // More than one: what is found of this many registers, from `seed` on, counted together, and
  // nothing else. At high precision a handful of pairs decides what one register's recall is.
  std::size_t seeds = 1;
  std::size_t drivers = 400'000;
  std::size_t entries = 100'000;
  std::size_t planted = 20'000;
  std::size_t verified = 100;  // entries that are compared with everybody
  bool learn = true;           // word frequencies from the drivers; else the built-in ones
  std::string files;           // folder to write the people to, for other programs; empty: not
  std::string program;         // badgewatch-match, to be run on the same people; empty: not
  std::string peer_folder;     // for a PostgreSQL to ask the same; empty: not
};

// What is found and what is not, by name group and by probability; how long each search takes.
int run_linkage(const LinkageBenchOptions& options);

}  // namespace badgewatch::bench
