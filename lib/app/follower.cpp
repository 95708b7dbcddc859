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
                   FollowerOptions options, FollowerEvents events)
    : feed_(std::move(feed)),
      index_(index),
      metrics_(metrics),
      options_(options),
      events_(std::move(events)),
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
    unbuilt_.say(contents.error().detail());
    metrics_.count("badgewatch_quarantine_total", {{"reason", "not_built"}});
    return false;
  }
  unbuilt_.is_over();
  const auto& head = (*contents)->applied.head();
  core::log(core::LogLevel::info, "index published",
            {{"seq", head.position.seq}, {"rows", head.live}});
  metrics_.set("badgewatch_index_seq", static_cast<double>(head.position.seq));
  events_.anew();
  index_.publish(std::move(*contents));
  events_.reference_changed();
  return true;
}

bool Follower::follow() {
  const auto end = feed_end();
  const auto head = index_.head();
  if (!end || !head || *end <= head->position.seq) return false;
  auto steps = feed_->after(head->position.seq, options_.batch);
  if (!steps) {
    wait_out(steps.error());
    return false;
  }
  unreadable_.is_over();
  if (steps->empty()) return false;
  const bool full = steps->size() == options_.batch;
  return apply(std::move(*steps)) && full;
}

std::optional<std::int64_t> Follower::feed_end() {
  const auto before = index_.head();
  if (!before) return {};
  const auto read = feed_->head();
  if (!read) {
    wait_out(read.error());
    return {};
  }
  const auto freshness = index_.read([&](const IndexContents* contents) {
    return contents == nullptr ? proof::Freshness::behind
                               : proof::judge(*read, before->position.seq, contents->applied);
  });
  if (!proof::is_broken(freshness)) return read->position.seq;
  quarantine(proof::name_of(freshness));
  return {};
}

bool Follower::apply(std::vector<ports::FeedStep> steps) {
  auto rows = std::make_shared<std::vector<PreparedRow>>();
  rows->reserve(steps.size());
  bool reference = false;
  for (auto& step : steps) {
    reference = reference || step.event.kind == proof::RowKind::reference;
    rows->push_back(prepare(std::move(step)));
  }
  if (!index_.apply(*rows)) {
    quarantine("chain_broken");
    return false;
  }
  metrics_.set("badgewatch_index_seq", static_cast<double>(rows->back().event.seq));
  if (reference) events_.reference_changed();
  events_.applied(std::move(rows));
  return true;
}

void Follower::quarantine(std::string_view reason) {
  if (index_.quarantine(reason))
    metrics_.count("badgewatch_quarantine_total", {{"reason", reason}});
  events_.anew();
}

void Follower::wait_out(const core::Error& error) {
  unreadable_.say(error.detail());
  pause(std::chrono::milliseconds(200));
}

void Follower::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, time, [&] { return wake_ || stop_; });
  wake_ = false;
}

}  // namespace badgewatch::app
