// What a benchmark says: one JSON object a line.
#pragma once

#include "core/json_writer.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace badgewatch::bench {

using Clock = std::chrono::steady_clock;

// Seconds with their fraction.
double seconds(Clock::duration duration);

// Many durations, and where a share of them ends.
class Latencies {
public:
  void add(Clock::duration duration);
  std::size_t count() const { return micros_.size(); }
  // Microseconds: the smallest value that at least `percent` of all do not exceed; 0 when empty.
  double percentile(double percent);
  double highest() { return percentile(100); }

private:
  std::vector<double> micros_;
  bool sorted_ = false;
};

// {"name", "value", "unit", "detail"} to standard output; `detail` writes the members.
void say(std::string_view name, double value, std::string_view unit,
         const std::function<void(core::JsonWriter&)>& detail = {});

}  // namespace badgewatch::bench
