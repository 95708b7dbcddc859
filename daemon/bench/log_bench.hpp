// The log at length: leaves written, numbered, signed, and all of it reckoned anew.
#pragma once

#include <cstdint>
#include <string>

namespace badgewatch::bench {

struct LogBenchOptions {
  std::string state;  // of a register that was made and is not running
  std::uint64_t leaves = 1'000'000;
  unsigned threads = 2;
  std::uint64_t seed = 1;
};

// Adds leaves of checks to the register's log until it has so many. 0 when the log then holds.
int run_log(const LogBenchOptions& options);

}  // namespace badgewatch::bench
