#include "bench/load_bench.hpp"

#include "bench/load_peer.hpp"
#include "bench/measure.hpp"
#include "client/upload.hpp"
#include "sample/rows.hpp"

#include <algorithm>
#include <cstring>
#include <iostream>

namespace badgewatch::bench {
namespace {

class Rows {
public:
  explicit Rows(const sample::Roster& roster) : roster_(roster) {}

  std::size_t read(char* buffer, std::size_t size) {
    while (text_.size() - at_ < size && next_ < roster_.options().drivers)
      make();
    const std::size_t count = std::min(size, text_.size() - at_);
    std::memcpy(buffer, text_.data() + at_, count);
    at_ += count;
    return count;
  }
  Clock::duration making() const { return making_; }

private:
  void make() {
    const auto start = Clock::now();
    text_.erase(0, at_);
    at_ = 0;
    for (int row = 0; row < 500 && next_ < roster_.options().drivers; ++row)
      sample::append_licence_line(text_, roster_.licences_of(next_++).front().licence);
    making_ += Clock::now() - start;
  }

  const sample::Roster& roster_;
  std::uint64_t next_ = 0;
  std::string text_;
  std::size_t at_ = 0;
  Clock::duration making_{};
};

void tell(core::JsonWriter& detail, const client::UploadOutcome& outcome, double took) {
  const client::UploadProgress& counts = outcome.counts;
  detail.member("rows", counts.rows).member("created", counts.created);
  detail.member("updated", counts.updated).member("unchanged", counts.unchanged);
  detail.member("rejected", counts.rejected).member("bytes", counts.bytes_sent);
  detail.member("complete", outcome.complete);
  detail.key("seconds").value(took, 3);
}

}  // namespace

int run_load_decisions(const PeopleOptions& options, client::Target target) {
  const sample::Roster roster({options.seed, options.drivers, today()});
  sample::Planted planted = sample::plant_decisions(roster);
  std::string rows;
  for (sample::SampleDecision& each : planted.decisions) {
    std::string& reference = each.decision.your_reference;
    reference = "BENCH" + reference.substr(reference.find('-'));  // no amendments of the demo's
    sample::append_decision_line(rows, each.decision);
  }
  client::HttpClient http(std::move(target));
  const auto start = Clock::now();
  const auto outcome =
      client::upload_text(http, "/v1/decisions/batch", client::RowFormat::ndjson, rows);
  const double took = seconds(Clock::now() - start);
  if (!outcome) {
    std::cerr << "badgewatch-bench: " << outcome.error().detail() << '\n';
    return 1;
  }
  say("load_decisions", static_cast<double>(outcome->counts.rows) / took, "rows/s",
      [&](core::JsonWriter& detail) { tell(detail, *outcome, took); });
  return outcome->complete && outcome->counts.rejected == 0 ? 0 : 1;
}

int run_load(const PeopleOptions& options, client::Target target,
             const std::string& peer_directory) {
  const sample::Roster roster({options.seed, options.drivers, today()});
  Rows rows(roster);
  client::HttpClient http(std::move(target));
  const auto start = Clock::now();
  const auto outcome =
      client::upload(http, "/v1/licences/batch", client::RowFormat::ndjson, std::nullopt,
                     [&](char* buffer, std::size_t size) -> std::optional<std::size_t> {
                       return rows.read(buffer, size);
                     });
  const double took = seconds(Clock::now() - start);
  if (!outcome) {
    std::cerr << "badgewatch-bench: " << outcome.error().detail() << '\n';
    return 1;
  }
  const client::UploadProgress& counts = outcome->counts;
  const double rate = static_cast<double>(counts.rows) / took;
  say("load_licences", rate, "rows/s", [&](core::JsonWriter& detail) {
    tell(detail, *outcome, took);
    detail.key("seconds_making_rows").value(seconds(rows.making()), 3);
  });
  if (!peer_directory.empty()) {
    const auto peer = run_load_peer(peer_directory, roster);
    if (!peer) {
      std::cerr << "badgewatch-bench: " << peer.error().detail() << '\n';
      return 1;
    }
    say("load_rate_to_peer", rate / *peer, "times");
  }
  return outcome->complete && counts.rows == options.drivers ? 0 : 1;
}

}  // namespace badgewatch::bench
