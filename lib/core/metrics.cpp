#include "core/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <unordered_map>

namespace badgewatch::core {
namespace {

const prometheus::Histogram::BucketBoundaries second_buckets = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

std::string series_of(std::string_view name, Labels labels) {
  std::string series(name);
  for (const auto& [label, value] : labels) {
    series += '\0';
    series += label;
    series += '\0';
    series += value;
  }
  return series;
}

std::map<std::string, std::string> map_of(Labels labels) {
  std::map<std::string, std::string> map;
  for (const auto& [label, value] : labels)
    map.emplace(label, value);
  return map;
}

}  // namespace

// The registry finds a series by building maps of strings; the tables in front of it do not.
struct Metrics::Impl {
  prometheus::Registry registry;
  std::mutex mutex;
  std::unordered_map<std::string, prometheus::Counter*> counters;
  std::unordered_map<std::string, prometheus::Gauge*> gauges;
  std::unordered_map<std::string, prometheus::Histogram*> histograms;

  template <class Series, class Make>
  Series& find(std::unordered_map<std::string, Series*>& known, std::string_view name,
               Labels labels, Make make) {
    const std::string series = series_of(name, labels);
    const std::lock_guard lock(mutex);
    Series*& found = known[series];
    if (found == nullptr) found = &make(std::string(name), map_of(labels));
    return *found;
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count(std::string_view name, Labels labels, double by) {
  const auto make = [&](const std::string& named, const auto& with) -> prometheus::Counter& {
    return prometheus::BuildCounter().Name(named).Register(impl_->registry).Add(with);
  };
  impl_->find(impl_->counters, name, labels, make).Increment(by);
}

void Metrics::set(std::string_view name, double value, Labels labels) {
  const auto make = [&](const std::string& named, const auto& with) -> prometheus::Gauge& {
    return prometheus::BuildGauge().Name(named).Register(impl_->registry).Add(with);
  };
  impl_->find(impl_->gauges, name, labels, make).Set(value);
}

void Metrics::observe_seconds(std::string_view name, double seconds, Labels labels) {
  const auto make = [&](const std::string& named, const auto& with) -> prometheus::Histogram& {
    return prometheus::BuildHistogram()
        .Name(named)
        .Register(impl_->registry)
        .Add(with, second_buckets);
  };
  impl_->find(impl_->histograms, name, labels, make).Observe(seconds);
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace badgewatch::core
