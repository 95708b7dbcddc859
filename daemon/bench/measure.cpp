#include "bench/measure.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>

namespace badgewatch::bench {

double seconds(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

void Latencies::add(Clock::duration duration) {
  micros_.push_back(std::chrono::duration<double, std::micro>(duration).count());
  sorted_ = false;
}

double Latencies::percentile(double percent) {
  if (micros_.empty()) return 0;
  if (!sorted_) std::sort(micros_.begin(), micros_.end());
  sorted_ = true;
  const double rank = std::ceil(percent / 100 * static_cast<double>(micros_.size()));
  const auto place = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
  return micros_[std::min(place, micros_.size() - 1)];
}

void say(std::string_view name, double value, std::string_view unit,
         const std::function<void(core::JsonWriter&)>& detail) {
  core::JsonWriter writer;
  writer.begin_object().member("name", name).key("value").value(value, 4);
  writer.member("unit", unit).key("detail").begin_object();
  if (detail) detail(writer);
  writer.end_object().end_object();
  std::cout << writer.text() << std::endl;
}

}  // namespace badgewatch::bench
