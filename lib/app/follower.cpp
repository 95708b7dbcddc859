#include "app/follower.hpp"

#include "core/log.hpp"

#include <pthread.h>

namespace badgewatch::app {

namespace {

// What one snapshot held, added up while it streams by.
struct Tally {
  std::int64_t live = 0;
  proof::SetDigest digest;

  void add(const ports::IndexRow& row) {
    ++live;
    digest.add(proof::row_element(row.kind, row.id, row.version));
  }
};

PreparedRow prepare_row(ports::IndexRow&& row) {
  ports::FeedStep step;
  step.event.kind = row.kind;
  step.event.row = row.id;
  step.row = std::move(row);
  return prepare(std::move(step));
}

}  // namespace

core::Result<std::unique_ptr<IndexContents>> build_contents(ports::Feed& feed, unsigned threads) {
  auto contents = std::make_unique<IndexContents>(proof::Head{});
  std::mutex mutex;
  Tally tally;
  auto head = feed.snapshot(threads, [&](std::vector<ports::IndexRow>&& rows) {
    Tally part;
    std::vector<PreparedRow> prepared;
    prepared.reserve(rows.size());
    for (auto& row : rows) {
      part.add(row);
      prepared.push_back(prepare_row(std::move(row)));
    }
    const std::lock_guard lock(mutex);
    tally.live += part.live;
    tally.digest.add_all(part.digest);
    for (const auto& row : prepared)
      contents->place(row.event.kind, row.event.row, row.authority, row.profile);
  });
  if (!head) return head.error();
  if (tally.live != head->live || tally.digest != head->digest)
    return core::Error(
        core::Errc::internal,
        "The rows of the database do not add up to its feed: the index is not whole.");
  contents->applied = proof::AppliedHistory(*head);
  return contents;
}

Follower::Follower(std::unique_ptr<ports::Feed> feed, LiveIndex& index, core::Metrics& metrics,
                   FollowerOptions options, std::function<void(AppliedRows)> applied,
                   std::function<void()> reference_changed)
    : feed_(std::move(feed)),
      index_(index),
      metrics_(metrics),
      options_(options),
      applied_(std::move(applied)),
      reference_changed_(std::move(reference_changed)),
      thread_([this] { run(); }) {}

Follower::~Follower() {
  stop_ = true;
  wake();
  thread_.join();
}

void Follower::wake() {
  {
    const std::lock_guard lock(mutex_);
    wake_ = true;
  }
  woken_.notify_one();
}

void Follower::run() {
  pthread_setname_np(pthread_self(), "follower");
  while (!stop_) {
    if (!index_.head()) {
      if (!build()) pause(std::chrono::seconds(1));
      continue;
    }
    if (!follow()) pause(options_.poll);
  }
}

bool Follower::build() {
  auto contents = build_contents(*feed_, options_.build_threads);
  if (!contents) {
    core::log(core::LogLevel::error, "index not built", {{"reason", contents.error().detail()}});
    metrics_.count("badgewatch_quarantine_total");
    return false;
  }
  const auto& head = (*contents)->applied.head();
  core::log(core::LogLevel::info, "index published",
            {{"seq", head.position.seq}, {"rows", head.live}});
  metrics_.set("badgewatch_index_seq", static_cast<double>(head.position.seq));
  index_.publish(std::move(*contents));
  reference_changed_();
  return true;
}

bool Follower::follow() {
  const auto head = index_.head();
  if (!head) return true;
  auto steps = feed_->after(head->position.seq, options_.batch);
  if (!steps) {
    core::log(core::LogLevel::warning, "feed not readable", {{"reason", steps.error().detail()}});
    pause(std::chrono::milliseconds(200));
    return false;
  }
  if (steps->empty()) return false;
  const bool full = steps->size() == options_.batch;

  auto rows = std::make_shared<std::vector<PreparedRow>>();
  rows->reserve(steps->size());
  bool reference = false;
  for (auto& step : *steps) {
    reference = reference || step.event.kind == proof::RowKind::reference;
    rows->push_back(prepare(std::move(step)));
  }
  if (!index_.apply(*rows)) return true;
  metrics_.set("badgewatch_index_seq", static_cast<double>(rows->back().event.seq));
  if (reference) reference_changed_();
  applied_(std::move(rows));
  return full;
}

void Follower::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, time, [&] { return wake_ || stop_; });
  wake_ = false;
}

}  // namespace badgewatch::app
