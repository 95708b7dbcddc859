#include "app/handed_over.hpp"

#include <algorithm>

namespace badgewatch::app {

bool is_entry(const proof::FeedEvent& event) {
  return event.kind == proof::RowKind::decision || event.kind == proof::RowKind::concern;
}

bool WaitingParts::add(const AppliedRows& rows) {
  if (rows_ + rows->size() > most_rows_ && !parts_.empty()) {
    clear();
    return false;
  }
  rows_ += rows->size();
  parts_.push_back(rows);
  return true;
}

void WaitingParts::clear() {
  parts_.clear();
  rows_ = 0;
}

void WaitingParts::drop_up_to(std::int64_t seq) {
  while (!parts_.empty() && parts_.front()->back().event.seq <= seq) {
    rows_ -= parts_.front()->size();
    parts_.pop_front();
  }
}

void HandedOver::add(const AppliedRows& rows) {
  const std::lock_guard lock(mutex_);
  add_entries(rows);
  if (!all_.add(rows)) (void)all_.add(rows);
}

void HandedOver::add_entries(const AppliedRows& rows) {
  const auto first = rows->front().event.seq, last = rows->back().event.seq;
  if (entries_from_ == nothing || first != entries_to_ + 1) {
    with_entries_.clear();
    entries_from_ = first - 1;
  }
  entries_to_ = last;
  const auto newest = std::find_if(rows->rbegin(), rows->rend(),
                                   [](const PreparedRow& row) { return is_entry(row.event); });
  if (newest == rows->rend()) return;
  newest_entry_ = newest->event.seq;
  if (!with_entries_.add(rows)) entries_from_ = last;
}

void HandedOver::forget() {
  const std::lock_guard lock(mutex_);
  all_.clear();
  with_entries_.clear();
  entries_from_ = nothing;
  ++generation_;
}

std::uint64_t HandedOver::generation() const {
  const std::lock_guard lock(mutex_);
  return generation_;
}

std::vector<AppliedRows> HandedOver::rows_after(std::int64_t seq, std::size_t wanted) {
  const std::lock_guard lock(mutex_);
  all_.drop_up_to(seq);
  std::vector<AppliedRows> parts;
  std::size_t rows = 0;
  for (const auto& part : all_.parts()) {
    if (part->front().event.seq > seq + 1 || rows >= wanted) break;
    seq = part->back().event.seq;
    rows += part->size();
    parts.push_back(part);
  }
  return parts;
}

std::optional<Entries> HandedOver::entries_after(std::int64_t seq, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  if (seq < entries_from_) return {};
  Entries entries{.rows = {}, .to = std::max(seq, entries_to_)};
  with_entries_.drop_up_to(seq);
  for (const auto& part : with_entries_.parts())
    for (const auto& row : *part) {
      if (row.event.seq <= seq || !is_entry(row.event)) continue;
      if (entries.rows.size() == limit) {
        entries.to = entries.rows.back()->event.seq;
        return entries;
      }
      entries.rows.emplace_back(part, &row);
    }
  return entries;
}

bool HandedOver::has_entry_after(std::int64_t seq) const {
  const std::lock_guard lock(mutex_);
  return !with_entries_.parts().empty() && newest_entry_ > seq;
}

}  // namespace badgewatch::app
