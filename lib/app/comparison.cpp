#include "app/comparison.hpp"

#include "app/finding_pair.hpp"

namespace badgewatch::app {

namespace {

ports::NewAlert alert_about(const core::Uuid& entry, const std::string& recording_authority,
                            const core::Uuid& licence, const std::string& licensing_authority,
                            const match::Candidate& candidate) {
  ports::NewAlert alert;
  alert.authority = licensing_authority;
  alert.kind = domain::AlertKind::licensee_matched;
  alert.entry_type = "decision";
  alert.entry = entry;
  alert.recording_authority = recording_authority;
  alert.licence = licence;
  alert.band = match::name_of(candidate.band);
  alert.probability = match::probability_of(candidate.weight);
  return alert;
}

}  // namespace

std::vector<ports::NewAlert> alerts_of(const PreparedRow& row, const IndexContents& contents,
                                       const core::Hash& pair_key) {
  std::vector<ports::NewAlert> alerts;
  if (!row.profile || row.event.kind == proof::RowKind::concern) return alerts;
  const bool is_entry = row.event.kind == proof::RowKind::decision;
  const Side& other = is_entry ? contents.holders : contents.entries;
  // A watch misses nobody: it has no limit that could cut it short.
  const match::SearchLimits unlimited{.comparisons = static_cast<std::size_t>(-1)};
  for (const auto& candidate : other.search(*row.profile, unlimited).found) {
    const auto& found = other.ref(candidate.record);
    const auto& authority = contents.authority_code(found.authority);
    // Its own entries an authority knows.
    if (authority == row.authority) continue;
    auto& alert = alerts.emplace_back(
        is_entry ? alert_about(row.event.row, row.authority, found.id, authority, candidate)
                 : alert_about(found.id, authority, row.event.row, row.authority, candidate));
    alert.pair = finding_pair(pair_key, alert.authority, alert.entry,
                              other.pair_of(*row.profile, candidate.record));
  }
  return alerts;
}

bool goes_on(const IndexContents& contents, std::int64_t seq, const ports::Compared& compared) {
  const auto& at = contents.applied.head().position;
  if (at.epoch != compared.from.epoch || at.seq < seq) return false;
  if (compared.index == compared.from) return true;
  return contents.applied.chain_at(compared.index.seq) == compared.index.chain;
}

}  // namespace badgewatch::app
