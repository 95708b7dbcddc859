// How long the daemon takes until it answers.
#pragma once

#include <string>

namespace badgewatch::bench {

struct StartOptions {
  std::string program;  // badgewatchd
  std::string config;   // as it is given to `badgewatchd serve --config`
  std::string url;      // of this machine
  unsigned runs = 3;
  unsigned most_seconds = 120;  // of each run
};

// Starts it, asks /readyz until it is ready, ends it with SIGTERM and waits; that many times.
int run_start(const StartOptions& options);

}  // namespace badgewatch::bench
