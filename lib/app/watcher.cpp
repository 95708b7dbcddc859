#include "app/watcher.hpp"

#include <pthread.h>

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

// The index has applied `row`, and is still on the history that the rows before it were compared
// with.
bool knows(const IndexContents& contents, const PreparedRow& row, const ports::Compared& compared) {
  const auto& at = contents.applied.head().position;
  if (at.epoch != compared.from.epoch || at.seq < row.event.seq) return false;
  if (compared.index == compared.from) return true;
  return contents.applied.chain_at(compared.index.seq) == compared.index.chain;
}

}  // namespace

std::vector<ports::NewAlert> alerts_of(const PreparedRow& row, const IndexContents& contents) {
  std::vector<ports::NewAlert> alerts;
  if (!row.profile || row.event.kind == proof::RowKind::reference) return alerts;
  const bool is_entry = row.event.kind == proof::RowKind::decision;
  const Side& other = is_entry ? contents.holders : contents.entries;
  // A watch misses nobody: it has no limit that could cut it short.
  const match::SearchLimits unlimited{.comparisons = static_cast<std::size_t>(-1)};
  for (const auto& candidate : other.index().search(*row.profile, unlimited).found) {
    const auto& found = other.ref(candidate.record);
    const auto& authority = contents.authority_code(found.authority);
    // Its own entries an authority knows.
    if (authority == row.authority) continue;
    alerts.push_back(
        is_entry ? alert_about(row.event.row, row.authority, found.id, authority, candidate)
                 : alert_about(found.id, authority, row.event.row, row.authority, candidate));
  }
  return alerts;
}

Watcher::Watcher(std::unique_ptr<ports::Watch> watch, std::unique_ptr<ports::Feed> feed,
                 const LiveIndex& index, const core::Clock& clock, core::Metrics& metrics,
                 WatcherOptions options)
    : watch_(std::move(watch)),
      feed_(std::move(feed)),
      index_(index),
      clock_(clock),
      metrics_(metrics),
      options_(options),
      thread_([this] { run(); }) {}

Watcher::~Watcher() {
  stop_ = true;
  woken_.notify_all();
  thread_.join();
}

void Watcher::applied(AppliedRows rows) {
  {
    const std::lock_guard lock(mutex_);
    if (queued_ + rows->size() > options_.queued_rows) {
      queue_.clear();
      queued_ = 0;
    }
    queued_ += rows->size();
    queue_.push_back(std::move(rows));
  }
  woken_.notify_one();
}

void Watcher::forget() {
  const std::lock_guard lock(mutex_);
  queue_.clear();
  queued_ = 0;
}

void Watcher::run() {
  pthread_setname_np(pthread_self(), "watcher");
  while (!stop_)
    if (!step()) pause(options_.poll);
  watch_->let_go();
}

bool Watcher::step() {
  // One that cannot compare stands in nobody's way.
  if (!index_.head()) {
    watch_->let_go();
    return false;
  }
  const auto held = watch_->hold();
  if (!held || !*held) return false;
  const auto from = watch_->position();
  if (!from) return false;
  const auto head = index_.head();
  if (!head || head->position.epoch != from->epoch || head->position.seq <= from->seq) return false;
  const auto rows = rows_after(from->seq);
  if (!rows) {
    unreadable_.say(rows.error().detail());
    return false;
  }
  unreadable_.is_over();
  return !(*rows)->empty() && compare(**rows, *from);
}

core::Result<AppliedRows> Watcher::rows_after(std::int64_t position) {
  {
    const std::lock_guard lock(mutex_);
    while (!queue_.empty() && queue_.front()->back().event.seq <= position) {
      queued_ -= queue_.front()->size();
      queue_.pop_front();
    }
    if (!queue_.empty() && queue_.front()->front().event.seq <= position + 1) return queue_.front();
  }
  auto steps = feed_->after(position, options_.batch);
  if (!steps) return steps.error();
  auto rows = std::make_shared<std::vector<PreparedRow>>();
  for (auto& step : *steps)
    rows->push_back(prepare(std::move(step)));
  return AppliedRows(std::move(rows));
}

bool Watcher::compare(const std::vector<PreparedRow>& rows, const proof::Position& from) {
  std::vector<ports::NewAlert> alerts;
  ports::Compared compared{.from = from, .to = from, .index = from};
  // The lock is taken for each row: a bulk load must not keep the follower from writing.
  for (const auto& row : rows) {
    if (row.event.seq <= from.seq) continue;
    const bool done = index_.read([&](const IndexContents* contents) {
      if (contents == nullptr || !knows(*contents, row, compared)) return false;
      for (auto& alert : alerts_of(row, *contents))
        alerts.push_back(std::move(alert));
      compared.index = contents->applied.head().position;
      return true;
    });
    if (!done) break;
    compared.to = {.epoch = from.epoch, .seq = row.event.seq, .chain = row.chain};
  }
  if (compared.to == from) return false;
  const auto raised = watch_->raise(alerts, compared, clock_.now());
  if (!raised) {
    unwritten_.say(raised.error().detail());
    if (raised.error().code() == core::Errc::conflict) forget();
    return false;
  }
  unwritten_.is_over();
  metrics_.count("badgewatch_alerts_raised_total", {}, static_cast<double>(*raised));
  metrics_.set("badgewatch_watch_seq", static_cast<double>(compared.to.seq));
  return true;
}

void Watcher::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  if (stop_) return;
  woken_.wait_for(lock, time);
}

}  // namespace badgewatch::app
