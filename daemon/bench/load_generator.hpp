// Sends requests over kept connections from one thread and measures each from the moment at which
// it was meant to be sent.
#pragma once

#include "bench/http_wire.hpp"
#include "bench/measure.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::bench {

struct LoadPlan {
  Endpoint endpoint;
  std::vector<std::string> requests;  // whole ones, sent in turn
  unsigned connections = 8;
  // Open loop: this many a second are meant to be sent, whether or not answers come, so that a
  // stall of the server counts in full (no coordinated omission). Nothing: closed loop, the next
  // request of a connection follows its answer.
  std::optional<double> rate;
  double run_seconds = 10;
  double warm_up_seconds = 1;  // before that, not measured
};

struct LoadResult {
  Latencies latencies;  // of the measured answers of any status
  std::map<int, std::uint64_t> statuses;
  std::map<std::string, std::uint64_t> outcomes;
  std::uint64_t made_in_time = 0;  // answered with 201 before the end
  // Meant to be sent while measured, and no answer within 5 seconds after the end.
  std::uint64_t unanswered = 0;
  std::uint64_t broken = 0;  // connections that ended in the middle
  double measured_seconds = 0;
};

// Errc::unavailable when nothing listens there, or connections only break.
core::Result<LoadResult> run_load_plan(const LoadPlan& plan);

}  // namespace badgewatch::bench
