#include "bench/check_bench.hpp"

#include "bench/commit_peer.hpp"
#include "bench/load_generator.hpp"
#include "bench/measure.hpp"

#include <algorithm>
#include <iostream>

namespace badgewatch::bench {
namespace {

constexpr std::size_t different_people = 4'000;

int fail(const core::Error& error) {
  std::cerr << "badgewatch-bench: " << error.detail() << '\n';
  return 1;
}

void write_counts(core::JsonWriter& writer, const CheckOptions& options, const LoadResult& result) {
  writer.member("loop", options.rate ? "open" : "closed")
      .member("connections", options.connections);
  if (options.rate) writer.key("meant_per_second").value(*options.rate, 1);
  writer.key("statuses").begin_object();
  for (const auto& [status, count] : result.statuses)
    writer.member(std::to_string(status), count);
  writer.end_object().key("outcomes").begin_object();
  for (const auto& [outcome, count] : result.outcomes)
    writer.member(outcome, count);
  writer.end_object()
      .member("unanswered", result.unanswered)
      .member("broken_connections", result.broken);
}

double say_all(const CheckOptions& options, LoadResult& result) {
  const double rate = static_cast<double>(result.made_in_time) / result.measured_seconds;
  const auto detail = [&](core::JsonWriter& writer) { write_counts(writer, options, result); };
  say("check_rate", rate, "checks/s", detail);
  for (const auto& [name, percent] : {std::pair("check_p50", 50.0), std::pair("check_p99", 99.0),
                                      std::pair("check_p999", 99.9), std::pair("check_max", 100.0)})
    say(name, result.latencies.percentile(percent) / 1000, "ms", detail);
  return rate;
}

}  // namespace

int run_check(const CheckOptions& options, const client::Target& target) {
  const auto endpoint = read_endpoint(target.base_url);
  if (!endpoint) return fail(endpoint.error());
  LoadPlan plan;
  plan.endpoint = *endpoint;
  plan.connections = options.connections;
  plan.rate = options.rate;
  plan.run_seconds = options.run_seconds;
  for (const std::string& body : check_bodies(options.people, different_people))
    plan.requests.push_back(post_request(*endpoint, "/v1/checks", target.key, body));
  auto result = run_load_plan(plan);
  if (!result) return fail(result.error());
  const double rate = say_all(options, *result);

  if (!options.peer_directory.empty()) {
    const auto seconds = static_cast<unsigned>(std::clamp(options.run_seconds, 1.0, 30.0));
    const auto peer = run_commit_peer({options.peer_directory, options.connections, seconds});
    if (!peer) return fail(peer.error());
    say("check_rate_to_commit_peer", rate / *peer, "times");
  }
  const bool all_good =
      std::all_of(result->statuses.begin(), result->statuses.end(),
                  [](const auto& each) { return each.first == 201 || each.first == 503; });
  return all_good && result->unanswered == 0 && result->made_in_time > 0 ? 0 : 1;
}

}  // namespace badgewatch::bench
