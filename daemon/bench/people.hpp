// The people that the benchmarks ask about: the demo's.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "sample/roster.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace badgewatch::bench {

struct PeopleOptions {
  std::uint64_t seed = 1;
  std::size_t drivers = 20'000;
};

// Today in London.
core::Date today();

// `count` bodies of POST /v1/checks about people of that roster, in an order of chance: every
// hundredth about someone whom a planted decision is about, the others about other drivers.
std::vector<std::string> check_bodies(const PeopleOptions& options, std::size_t count);

}  // namespace badgewatch::bench
