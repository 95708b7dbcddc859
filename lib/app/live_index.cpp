#include "app/live_index.hpp"

#include "core/log.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>

namespace badgewatch::app {

void Side::check(const match::Profile& profile) const {
  if (!rules_->made(profile)) throw std::logic_error("a profile by other rules than the index");
}

match::SearchResult Side::search(const match::Profile& query,
                                 const match::SearchLimits& limits) const {
  check(query);
  return index_.search(query, limits);
}

std::optional<match::RecordId> Side::record_of(const core::Uuid& id) const {
  const auto place = places_.find(id);
  if (place == places_.end()) return {};
  return place->second;
}

std::vector<core::Uuid> Side::ids() const {
  std::vector<core::Uuid> ids;
  ids.reserve(places_.size());
  for (const auto& [id, place] : places_)
    ids.push_back(id);
  return ids;
}

void Side::put(const core::Uuid& id, std::uint16_t authority, const match::Profile& profile) {
  check(profile);
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
  if (row.is_counted_only) return false;
  if (row.kind == proof::RowKind::licence) return domain::is_watched(row.licence_status);
  if (row.kind == proof::RowKind::concern) return true;
  return row.kind == proof::RowKind::decision && domain::is_shown(row.entry_state);
}

}  // namespace

PreparedRow prepare(ports::FeedStep step, const Rules& rules) {
  PreparedRow prepared{.event = step.event, .chain = step.chain, .authority = {}, .profile = {}};
  if (!step.row) return prepared;
  prepared.authority = step.row->authority;
  if (is_found(*step.row)) prepared.profile = rules.profile_of(step.row->person);
  return prepared;
}

std::uint16_t IndexContents::authority_number(const std::string& code) {
  const auto [place, is_new] =
      numbers_.try_emplace(code, static_cast<std::uint16_t>(codes_.size()));
  if (is_new) codes_.push_back(code);
  return place->second;
}

void IndexContents::place(const PreparedRow& row) {
  const auto& id = row.event.row;
  switch (row.event.kind) {
    case proof::RowKind::reference:
      return;
    case proof::RowKind::frequencies:
      newest_table = std::max(newest_table, row.event.new_version);
      return;
    case proof::RowKind::licence:
    case proof::RowKind::decision:
    case proof::RowKind::concern:
      break;
  }
  Side& side = row.event.kind == proof::RowKind::licence   ? holders
               : row.event.kind == proof::RowKind::concern ? concerns
                                                           : entries;
  if (row.profile)
    side.put(id, authority_number(row.authority), *row.profile);
  else
    side.remove(id);
}

void IndexContents::settle() {
  for (auto* side : {&entries, &holders, &concerns})
    side->settle();
}

bool IndexContents::apply(const PreparedRow& row) {
  if (!applied.apply(row.event, row.chain)) return false;
  place(row);
  return true;
}

std::unique_ptr<IndexContents> LiveIndex::publish(std::unique_ptr<IndexContents> contents) {
  {
    const std::unique_lock lock(mutex_);
    contents_.swap(contents);
  }
  moved_.notify_all();
  return contents;
}

bool LiveIndex::replace(std::unique_ptr<IndexContents>& next) {
  {
    const std::unique_lock lock(mutex_);
    if (!contents_) return false;
    const auto& ours = contents_->applied.head();
    const auto& theirs = next->applied.head();
    if (ours.position != theirs.position || ours.live != theirs.live ||
        ours.digest != theirs.digest)
      return false;
    std::swap(contents_->applied, next->applied);
    contents_.swap(next);
  }
  moved_.notify_all();
  return true;
}

bool LiveIndex::quarantine(std::string_view reason) {
  std::unique_ptr<IndexContents> contents;
  {
    const std::unique_lock lock(mutex_);
    contents_.swap(contents);
  }
  if (!contents) return false;
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
    for (std::size_t i = first; i < last; ++i)
      if (!contents_->apply(rows[i])) return false;
    moved_.notify_all();
  }
  return true;
}

SharedRules LiveIndex::rules() const {
  return read([](const IndexContents* contents) -> SharedRules {
    return contents == nullptr ? nullptr : contents->rules;
  });
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
