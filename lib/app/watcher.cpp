#include "app/watcher.hpp"

#include "app/comparison.hpp"
#include "app/concern_matches.hpp"

#include <pthread.h>

namespace badgewatch::app {

namespace {

// Of an entry that is still there: one that is erased at the end of its period is told to nobody.
bool is_change(const PreparedRow& row) {
  return row.event.kind == proof::RowKind::decision && row.event.old_version > 0 &&
         row.event.new_version > 0 && !row.authority.empty();
}

}  // namespace

Watcher::Watcher(std::unique_ptr<ports::Watch> watch, std::unique_ptr<ports::Feed> feed,
                 ports::Entries& entries, const LiveIndex& index, const core::Clock& clock,
                 core::Metrics& metrics, WatcherOptions options)
    : watch_(std::move(watch)),
      feed_(std::move(feed)),
      index_(index),
      clock_(clock),
      metrics_(metrics),
      options_(options),
      reconciliation_(*watch_, entries, index, clock, metrics, options.compared_anew,
                      options.pair_key,
                      [this](ports::Compared& compared) { set_duties(compared); }),
      thread_([this] { run(); }) {}

Watcher::~Watcher() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
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
    has_news_ = true;
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
  const auto rules = index_.rules();
  if (!from || !rules) return false;
  // Noted before a row is compared by these rules, so that whoever holds the watch next knows it.
  if (!reconciliation_.note_rules(*rules, *from)) return false;
  const auto waiting = raise_waiting();
  auto at = *from;
  const bool followed = follow(at, rules);
  return reconciliation_.step(*rules, at) || followed || waiting;
}

bool Watcher::raise_waiting() {
  const auto raised = watch_->raise_waiting(clock_.now());
  if (!raised) {
    unwritten_.say(raised.error().detail());
    return false;
  }
  note_raised(*raised);
  return *raised > 0;
}

bool Watcher::follow(proof::Position& from, const SharedRules& rules) {
  const auto head = index_.head();
  if (!head || head->position.epoch != from.epoch || head->position.seq <= from.seq) return false;
  const auto parts = rows_after(from.seq, *rules);
  if (!parts) {
    unreadable_.say(parts.error().detail());
    return false;
  }
  unreadable_.is_over();
  return compare(*parts, from, rules);
}

core::Result<std::vector<AppliedRows>> Watcher::rows_after(std::int64_t position,
                                                           const Rules& rules) {
  if (auto handed_over = queued_after(position); !handed_over.empty()) return handed_over;
  auto steps = feed_->after(position, options_.batch);
  if (!steps) return steps.error();
  auto rows = std::make_shared<std::vector<PreparedRow>>();
  for (auto& step : *steps)
    rows->push_back(prepare(std::move(step), rules));
  return std::vector{AppliedRows(std::move(rows))};
}

// All that waits goes into one transaction: where transactions are slow, as beside a bulk load, one
// for each row would fall ever further behind.
std::vector<AppliedRows> Watcher::queued_after(std::int64_t position) {
  const std::lock_guard lock(mutex_);
  while (!queue_.empty() && queue_.front()->back().event.seq <= position) {
    queued_ -= queue_.front()->size();
    queue_.pop_front();
  }
  std::vector<AppliedRows> parts;
  std::size_t rows = 0;
  for (const auto& part : queue_) {
    if (part->front().event.seq > position + 1 || rows >= options_.batch) break;
    position = part->back().event.seq;
    rows += part->size();
    parts.push_back(part);
  }
  return parts;
}

bool Watcher::compare(const std::vector<AppliedRows>& parts, proof::Position& from,
                      const SharedRules& rules) {
  std::vector<ports::NewAlert> alerts;
  ports::Compared compared{.from = from, .to = from, .index = from};
  for (const auto& part : parts)
    if (!compare_part(*part, rules, alerts, compared)) break;
  return compared.to != from && raise(alerts, compared, from);
}

bool Watcher::compare_part(const std::vector<PreparedRow>& rows, const SharedRules& rules,
                           std::vector<ports::NewAlert>& alerts, ports::Compared& compared) {
  // The lock is taken for each row: a bulk load must not keep the follower from writing.
  for (const auto& row : rows) {
    if (row.event.seq <= compared.to.seq) continue;
    // Handed over before the rules changed: to be read again.
    if (row.profile && !rules->made(*row.profile)) {
      forget();
      return false;
    }
    const bool done = index_.read([&](const IndexContents* contents) {
      if (contents == nullptr || contents->rules != rules) return false;
      if (!goes_on(*contents, row.event.seq, compared)) return false;
      for (auto& alert : alerts_of(row, *contents, options_.pair_key))
        alerts.push_back(std::move(alert));
      for (auto& match : concern_matches_of(row, *contents))
        compared.concerns.push_back(std::move(match));
      compared.index = contents->applied.head().position;
      return true;
    });
    if (!done) return false;
    if (is_change(row))
      compared.changed.push_back({row.authority, row.event.row, row.event.new_version});
    compared.to = {.epoch = compared.from.epoch, .seq = row.event.seq, .chain = row.chain};
    if (alerts.size() >= options_.alerts) return false;
  }
  return true;
}

bool Watcher::raise(std::vector<ports::NewAlert>& alerts, ports::Compared& compared,
                    proof::Position& from) {
  set_duties(compared);
  const auto raised = watch_->raise(alerts, compared, clock_.now());
  if (!raised) {
    unwritten_.say(raised.error().detail());
    if (raised.error().code() == core::Errc::conflict) forget();
    return false;
  }
  unwritten_.is_over();
  note_raised(*raised);
  metrics_.set("badgewatch_watch_seq", static_cast<double>(compared.to.seq));
  from = compared.to;
  return true;
}

void Watcher::set_duties(ports::Compared& compared) const {
  for (auto& match : compared.concerns) {
    if (options_.consider_duty && match.cause == "licence")
      match.consider = options_.consider_duty(match.cause_authority, match.concern);
    if (options_.review_duty)
      match.review = options_.review_duty(match.concern, match.cause_id.text());
  }
  compared.is_shared = options_.shares_pointers;
}

void Watcher::note_raised(std::size_t alerts) const {
  metrics_.count("badgewatch_alerts_raised_total", {}, static_cast<double>(alerts));
  if (alerts > 0 && options_.raised) options_.raised();
}

// Rows that came while it looked at what was there end the pause before it begins.
void Watcher::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, time, [this] { return stop_ || has_news_; });
  has_news_ = false;
}

}  // namespace badgewatch::app
