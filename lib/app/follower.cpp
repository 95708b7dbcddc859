#include "app/follower.hpp"

#include "core/log.hpp"

#include <pthread.h>

namespace badgewatch::app {

Follower::Follower(FeedMaker new_feed, LiveIndex& index, core::Metrics& metrics,
                   FollowerOptions options, FollowerEvents events)
    : feed_(new_feed()),
      index_(index),
      metrics_(metrics),
      options_(options),
      events_(std::move(events)),
      rebuild_(std::move(new_feed), [this] { wake(); }),
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
    change_rules();
    if (!follow()) pause(options_.poll);
  }
}

// A table that cannot be read keeps nobody from checking: by the built-in one more strangers are
// possible, and no entry is lost to sight; each answer names what it was made by.
core::Result<SharedRules> Follower::rules_to_start_with() {
  auto rules = published_rules(*feed_);
  if (rules) table_is_read();
  if (rules || rules.error().code() == core::Errc::unavailable) return rules;
  cannot_read_table(rules.error());
  return built_in_rules();
}

bool Follower::build() {
  auto rules = rules_to_start_with();
  auto contents = rules ? build_contents(*feed_, options_.build_threads, *rules, stop_)
                        : BuiltContents(rules.error());
  if (!contents) {
    unbuilt_.say(contents.error().detail());
    metrics_.count("badgewatch_quarantine_total", {{"reason", "not_built"}});
    return false;
  }
  unbuilt_.is_over();
  const auto& head = (*contents)->applied.head();
  core::log(core::LogLevel::info, "index published",
            {{"seq", head.position.seq}, {"rows", head.live}, {"rules", (*rules)->name}});
  metrics_.set("badgewatch_index_seq", static_cast<double>(head.position.seq));
  events_.anew();
  (void)index_.publish(std::move(*contents));
  tell_rules(**rules);
  events_.reference_changed();
  return true;
}

void Follower::change_rules() {
  if (rebuild_.is_under_way()) take_rebuilt();
  if (next_) {
    if (catch_up()) swap();
    return;
  }
  if (rebuild_.is_under_way() || std::chrono::steady_clock::now() < read_table_) return;
  const bool is_newest = index_.read([](const IndexContents* contents) {
    return contents == nullptr || contents->newest_table == contents->rules->version;
  });
  if (!is_newest) rebuild_.begin();
}

void Follower::take_rebuilt() {
  auto built = rebuild_.take();
  if (!built) return;
  if (*built)
    next_ = std::move(**built);
  else if (!stop_)
    cannot_read_table(built->error());
}

bool Follower::catch_up() {
  // More at once than the index itself takes in, so that the two meet.
  constexpr int batches = 4;
  for (int i = 0; i < batches; ++i) {
    const auto head = index_.head();
    const auto& at = next_->applied.head().position;
    // Another history by now: what was built is of no use.
    if (!head || head->position.epoch != at.epoch) {
      rebuild_.dispose(std::move(next_));
      return false;
    }
    if (at.seq >= head->position.seq) return at.seq == head->position.seq;
    const auto missing = static_cast<std::size_t>(head->position.seq - at.seq);
    auto steps = feed_->after(at.seq, std::min(missing, options_.batch));
    if (!steps || steps->empty()) return false;
    for (auto& step : *steps) {
      if (next_->apply(prepare(std::move(step), *next_->rules))) continue;
      rebuild_.dispose(std::move(next_));
      return false;
    }
  }
  return false;
}

void Follower::swap() {
  const auto rules = next_->rules;
  const auto before = index_.rules();
  const auto seq = next_->applied.head().position.seq;
  const bool is_another = before && before->version != rules->version;
  if (is_another) table_is_read();
  const bool replaced = is_another && index_.replace(next_);
  rebuild_.dispose(std::move(next_));
  if (!replaced) return;
  metrics_.count("badgewatch_rules_changes_total");
  core::log(core::LogLevel::info, "rules changed",
            {{"rules", rules->name}, {"version", rules->version}, {"seq", seq}});
  tell_rules(*rules);
  // What was handed to the watch is of the old rules.
  events_.anew();
}

void Follower::cannot_read_table(const core::Error& error) {
  unreadable_table_.say(error.detail());
  has_unread_table_ = error.code() != core::Errc::unavailable;
  metrics_.count("badgewatch_frequencies_failures_total");
  read_table_ = std::chrono::steady_clock::now() + options_.read_table_again;
}

void Follower::table_is_read() {
  unreadable_table_.is_over();
  has_unread_table_ = false;
}

void Follower::tell_rules(const Rules& rules) {
  if (!told_rules_.empty()) metrics_.set("badgewatch_rules", 0, {{"rules", told_rules_}});
  told_rules_ = rules.name;
  metrics_.set("badgewatch_rules", 1, {{"rules", told_rules_}});
  metrics_.set("badgewatch_frequencies_version", static_cast<double>(rules.version));
  metrics_.set("badgewatch_frequencies_learnt_timestamp_seconds",
               static_cast<double>(rules.learnt_at.micros) / 1e6);
}

std::optional<std::string> Follower::remark() const {
  if (!has_unread_table_) return {};
  return "The published table of name frequencies cannot be read, so checks are answered by other "
         "rules than it gives (see the log).";
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
  // This thread alone changes the index's rules.
  const auto rules = index_.rules();
  if (!rules) return false;
  auto rows = std::make_shared<std::vector<PreparedRow>>();
  rows->reserve(steps.size());
  bool reference = false;
  for (auto& step : steps) {
    reference = reference || step.event.kind == proof::RowKind::reference;
    rows->push_back(prepare(std::move(step), *rules));
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
