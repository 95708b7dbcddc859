// Counters, gauges and histograms in the Prometheus text format. Labels are bounded: routes,
// methods, outcomes, reasons; never an authority or a person.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace badgewatch::core {

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// Thread safe.
class Metrics {
public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void count(std::string_view name, Labels labels = {}, double by = 1);
  void set(std::string_view name, double value, Labels labels = {});
  // Buckets from 0.5 ms to 10 s.
  void observe_seconds(std::string_view name, double seconds, Labels labels = {});
  // What /metrics answers.
  std::string text() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace badgewatch::core
