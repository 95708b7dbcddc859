#include "app/live_index.hpp"

#include "core/log.hpp"

#include <mutex>

namespace badgewatch::app {

void Side::put(const core::Uuid& id, std::uint16_t authority, const match::Profile& profile) {
  remove(id);
  const auto record = index_.insert(profile);
  if (record >= refs_.size()) refs_.resize(record + 1);
  refs_[record] = {id, authority};
  places_[id] = record;
}

void Side::remove(const core::Uuid& id) {
  const auto place = places_.find(id);
  if (place == places_.end()) return;
  index_.remove(place->second);
  places_.erase(place);
}

namespace {

bool is_found(const ports::IndexRow& row) {
  if (row.kind == proof::RowKind::licence) return domain::is_watched(row.licence_status);
  return row.kind == proof::RowKind::decision && domain::is_shown(row.entry_state);
}

}  // namespace

PreparedRow prepare(ports::FeedStep step) {
  PreparedRow prepared{.event = step.event, .chain = step.chain, .authority = {}, .profile = {}};
  if (!step.row) return prepared;
  prepared.authority = step.row->authority;
  if (is_found(*step.row)) prepared.profile.emplace(step.row->person);
  return prepared;
}

std::uint16_t IndexContents::authority_number(const std::string& code) {
  const auto [place, is_new] =
      numbers_.try_emplace(code, static_cast<std::uint16_t>(codes_.size()));
  if (is_new) codes_.push_back(code);
  return place->second;
}

void IndexContents::place(proof::RowKind kind, const core::Uuid& id, const std::string& authority,
                          const std::optional<match::Profile>& profile) {
  if (kind == proof::RowKind::reference) return;
  Side& side = kind == proof::RowKind::licence ? holders : entries;
  if (profile)
    side.put(id, authority_number(authority), *profile);
  else
    side.remove(id);
}

void LiveIndex::publish(std::unique_ptr<IndexContents> contents) {
  {
    const std::unique_lock lock(mutex_);
    contents_ = std::move(contents);
  }
  moved_.notify_all();
}

bool LiveIndex::quarantine(std::string_view reason) {
  {
    const std::unique_lock lock(mutex_);
    if (!contents_) return false;
    contents_.reset();
  }
  moved_.notify_all();
  core::log(core::LogLevel::error, "index quarantined", {{"reason", reason}});
  return true;
}

bool LiveIndex::apply(const std::vector<PreparedRow>& rows) {
  // Short holds, so that a check never waits for a whole bulk chunk.
  constexpr std::size_t rows_a_hold = 64;
  for (std::size_t first = 0; first < rows.size(); first += rows_a_hold) {
    const std::unique_lock lock(mutex_);
    if (!contents_) return false;
    const auto last = std::min(rows.size(), first + rows_a_hold);
    for (std::size_t i = first; i < last; ++i) {
      const auto& row = rows[i];
      if (!contents_->applied.apply(row.event, row.chain)) return false;
      contents_->place(row.event.kind, row.event.row, row.authority, row.profile);
    }
    moved_.notify_all();
  }
  return true;
}

std::optional<proof::Head> LiveIndex::head() const {
  return read([](const IndexContents* contents) -> std::optional<proof::Head> {
    if (contents == nullptr) return {};
    return contents->applied.head();
  });
}

bool LiveIndex::wait_for(std::int64_t seq, std::chrono::steady_clock::time_point deadline) const {
  std::shared_lock lock(mutex_);
  return moved_.wait_until(
      lock, deadline, [&] { return !contents_ || contents_->applied.head().position.seq >= seq; });
}

}  // namespace badgewatch::app
