#include "core/metrics.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using namespace badgewatch::core;

namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("counters add up by name and labels, from many threads") {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 500; ++j)
        metrics.count("checks_total", {{"outcome", "match"}});
    });
  }
  for (auto& thread : threads)
    thread.join();
  metrics.count("checks_total", {{"outcome", "no_match"}}, 3);
  const std::string text = metrics.text();
  CHECK(has_line(text, "# TYPE checks_total counter"));
  CHECK(has_line(text, "checks_total{outcome=\"match\"} 2000"));
  CHECK(has_line(text, "checks_total{outcome=\"no_match\"} 3"));
}

TEST_CASE("a gauge is what was last set, and a histogram counts by bucket") {
  Metrics metrics;
  metrics.set("index_seq", 4);
  metrics.set("index_seq", 7);
  metrics.observe_seconds("proof_seconds", 0.0004);
  metrics.observe_seconds("proof_seconds", 20);
  const std::string text = metrics.text();
  CHECK(has_line(text, "index_seq 7"));
  CHECK(has_line(text, "proof_seconds_count 2"));
  CHECK(has_line(text, "proof_seconds_bucket{le=\"0.0005\"} 1"));
  CHECK(has_line(text, "proof_seconds_bucket{le=\"10\"} 1"));
  CHECK(has_line(text, "proof_seconds_bucket{le=\"+Inf\"} 2"));
}
