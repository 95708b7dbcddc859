#include "app/past_ports.hpp"

namespace badgewatch::app {

namespace {

core::Error not_of_the_past() {
  return {core::Errc::internal, "A replay asks nothing of this."};
}

}  // namespace

core::Result<proof::Head> PastFeed::head() {
  return not_of_the_past();
}

core::Result<std::vector<ports::FeedStep>> PastFeed::after(std::int64_t /*seq*/,
                                                           std::size_t /*limit*/) {
  return std::vector<ports::FeedStep>();
}

core::Result<proof::Head> PastFeed::snapshot(
    unsigned /*threads*/, const std::function<void(std::vector<ports::IndexRow>&&)>& sink) {
  auto past = past_.rows_at(at_.seq, [&](std::vector<ports::IndexRow>&& rows) {
    for (const auto& row : rows)
      if ((row.kind == proof::RowKind::decision || row.kind == proof::RowKind::concern) &&
          !row.is_counted_only)
        versions_[row.id] = row.version;
    sink(std::move(rows));
  });
  if (!past) return past.error();
  lost_ = std::move(past->lost);
  past->head.position.epoch = at_.epoch;
  return past->head;
}

core::Result<std::optional<ports::FrequencyTable>> PastFeed::frequencies() {
  return not_of_the_past();
}

core::Result<proof::Head> PastHead::head() {
  if (!head_)
    return core::Error(core::Errc::unavailable, "The head could not be read then either.");
  return *head_;
}

core::Result<std::vector<ports::FeedStep>> PastHead::after(std::int64_t /*seq*/,
                                                           std::size_t /*limit*/) {
  return std::vector<ports::FeedStep>();
}

core::Result<proof::Head> PastHead::snapshot(
    unsigned /*threads*/, const std::function<void(std::vector<ports::IndexRow>&&)>& /*sink*/) {
  return not_of_the_past();
}

core::Result<std::optional<ports::FrequencyTable>> PastHead::frequencies() {
  return not_of_the_past();
}

core::Result<std::vector<ports::EntryView>> PastEntries::find(const std::vector<core::Uuid>& ids) {
  std::vector<ports::EntryAt> wanted;
  for (const auto& id : ids)
    if (const auto version = versions_.find(id); version != versions_.end())
      wanted.push_back({id, version->second});
  auto views = past_.entries(wanted);
  if (views)
    for (auto& view : *views)
      view.is_held = held_.contains(view.id);
  return views;
}

core::Result<std::vector<ports::FindingRecord>> PastFindings::about(
    const ports::Caller& caller, std::span<const core::Hash> pairs) {
  return past_.findings(caller.authority, pairs, until_);
}

core::Result<std::vector<ports::FindingRecord>> PastFindings::of_check(
    const ports::Caller& /*caller*/, const core::Uuid& /*check*/) {
  return not_of_the_past();
}

core::Result<void> NotedChecks::record(std::vector<ports::RecordedCheck> checks) {
  for (auto& check : checks)
    recorded.push_back(std::move(check));
  return {};
}

core::Result<void> NotedChecks::note(std::vector<proof::Leaf> /*leaves*/) {
  return {};
}

core::Result<void> NotedChecks::probe(std::chrono::steady_clock::time_point /*deadline*/) {
  return {};
}

core::Result<ports::CheckRecord> NotedChecks::find(const ports::Caller& /*caller*/,
                                                   const core::Uuid& /*id*/) {
  return not_of_the_past();
}

}  // namespace badgewatch::app
