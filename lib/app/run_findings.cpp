#include "app/run_findings.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace badgewatch::app {

namespace {

bool is_about(const ports::KnownAlert& alert, const core::Hash& pair) {
  return alert.pair == pair;
}

}  // namespace

RunFindings::RunFindings(const std::vector<ports::KnownAlert>& known) {
  for (const auto& alert : known)
    known_[{alert.authority, alert.entry, alert.licence}].alerts.push_back(alert);
}

void RunFindings::take(const ports::EntryView& entry, const std::vector<ports::NewAlert>& found) {
  const auto count = [&](const std::string& authority, std::string_view name) {
    ++step_.counts[{authority, std::string(name)}];
  };
  count(entry.recording_authority, domain::count_entries);
  bool is_licensed_elsewhere = false;
  for (const auto& alert : found) {
    count(alert.authority, domain::count_found);
    const bool is_strong = alert.band == match::name_of(match::Band::strong);
    if (is_strong) count(alert.authority, domain::count_found_strong);
    if (is_strong && domain::is_refusal(entry.kind)) {
      count(alert.authority, domain::count_refused_elsewhere);
      is_licensed_elsewhere = true;
    }
    const auto known = known_.find({alert.authority, alert.entry, alert.licence});
    const bool is_known = known != known_.end() &&
                          std::any_of(known->second.alerts.begin(), known->second.alerts.end(),
                                      [&](const auto& one) { return is_about(one, alert.pair); });
    if (known != known_.end()) known->second.is_found = true;
    // Of an alert about another pair the store knows whether it waits for a finding.
    if (is_known)
      count(alert.authority, domain::count_agreed);
    else
      step_.missing.push_back(alert);
  }
  if (is_licensed_elsewhere) count(entry.recording_authority, domain::count_licensed_elsewhere);
}

ports::RunStep RunFindings::step(const Why& why) && {
  for (const auto& [key, known] : known_) {
    if (known.is_found) continue;
    // Of several, the one that says the most: whether any of them is about the pair as it is.
    auto reason = why(known.alerts.front());
    for (const auto& alert : known.alerts)
      reason.are_details_equal = reason.are_details_equal || why(alert).are_details_equal;
    const auto& alert = known.alerts.front();
    step_.vanished.push_back({.authority = alert.authority,
                              .entry = alert.entry,
                              .recording_authority = alert.recording_authority,
                              .licence = alert.licence,
                              .explanation = domain::why_vanished(reason)});
  }
  return std::move(step_);
}

namespace {

std::int64_t count_different(std::vector<core::Uuid> one, std::vector<core::Uuid> other) {
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  std::vector<core::Uuid> different;
  std::set_symmetric_difference(one.begin(), one.end(), other.begin(), other.end(),
                                std::back_inserter(different));
  return static_cast<std::int64_t>(different.size());
}

}  // namespace

std::optional<HoldingDifferences> differences_of(Holdings served, Holdings built) {
  const auto& ours = served.head;
  const auto& theirs = built.head;
  if (ours.position.epoch != theirs.position.epoch || ours.position.seq != theirs.position.seq)
    return {};
  HoldingDifferences differences;
  differences.compared = static_cast<std::int64_t>(built.entries.size() + built.holders.size());
  differences.different = count_different(std::move(served.entries), std::move(built.entries)) +
                          count_different(std::move(served.holders), std::move(built.holders));
  if (ours.position.chain != theirs.position.chain || ours.live != theirs.live ||
      ours.digest != theirs.digest)
    ++differences.different;
  return differences;
}

core::Result<void> catch_up(IndexContents& contents, ports::Feed& feed) {
  constexpr std::size_t batch = 1'000;
  for (std::size_t read = batch; read == batch;) {
    auto steps = feed.after(contents.applied.head().position.seq, batch);
    if (!steps) return steps.error();
    read = steps->size();
    for (auto& step : *steps)
      if (!contents.apply(prepare(std::move(step), *contents.rules)))
        return core::Error(core::Errc::conflict, "The feed went another way meanwhile.");
  }
  return {};
}

}  // namespace badgewatch::app
