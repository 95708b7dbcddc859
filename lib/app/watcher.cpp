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
      handed_over_(options.queued_rows),
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

void Watcher::applied(const AppliedRows& rows) {
  handed_over_.add(rows);
  {
    const std::lock_guard lock(mutex_);
    has_news_ = true;
  }
  woken_.notify_one();
}

void Watcher::forget() {
  handed_over_.forget();
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
  begin_from(*from);
  const bool ahead = go_ahead(rules);
  const bool followed = follow(rules);
  return reconciliation_.step(*rules, unnoted_.from) || ahead || followed || waiting;
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

// What it remembers beside the place counts while nobody else moves that, and while nothing that
// was handed over is forgotten.
void Watcher::begin_from(const proof::Position& place) {
  const auto generation = handed_over_.generation();
  if (generation != generation_) entries_to_ = 0;
  if (generation != generation_ || unnoted_.from != place)
    unnoted_ = {.from = place, .to = place, .index = place};
  generation_ = generation;
  entries_to_ = std::max(entries_to_, place.seq);
}

bool Watcher::go_ahead(const SharedRules& rules) {
  const auto& place = unnoted_.from;
  const auto head = index_.head();
  if (!head || head->position.epoch != place.epoch || place.seq == 0) return false;
  if (head->position.seq - place.seq <= options_.in_order) return false;
  const auto entries = entries_after(entries_to_, *rules);
  if (!entries) {
    unreadable_.say(entries.error().detail());
    return false;
  }
  unreadable_.is_over();
  const auto before = entries_to_;
  auto compared_to = entries->to;
  Findings found{.alerts = {}, .compared = {.from = place, .to = place, .index = place}};
  auto last = before;
  for (const auto& row : entries->rows) {
    if (!compare_row(*row, rules, found)) {
      compared_to = last;
      break;
    }
    last = row->event.seq;
    if (found.alerts.size() < options_.alerts) continue;
    compared_to = last;
    break;
  }
  if (!found.is_none() && !raise(found)) return false;
  entries_to_ = compared_to;
  return entries_to_ > before && !entries->rows.empty();
}

core::Result<Entries> Watcher::entries_after(std::int64_t seq, const Rules& rules) {
  if (auto here = handed_over_.entries_after(seq, options_.batch)) return std::move(*here);
  auto steps = feed_->entries_after(seq, options_.batch);
  if (!steps) return steps.error();
  Entries entries{.rows = {}, .to = seq};
  for (auto& step : *steps) {
    entries.to = step.event.seq;
    if (is_entry(step.event))
      entries.rows.push_back(std::make_shared<const PreparedRow>(prepare(std::move(step), rules)));
  }
  return entries;
}

bool Watcher::follow(const SharedRules& rules) {
  const auto place = unnoted_.from;
  const auto head = index_.head();
  if (!head || head->position.epoch != place.epoch) return false;
  if (head->position.seq <= unnoted_.to.seq && unnoted_.to == place) return false;
  Findings found{.alerts = {}, .compared = unnoted_};
  if (head->position.seq > unnoted_.to.seq) {
    const auto parts = rows_after(unnoted_.to.seq, *rules);
    if (!parts) {
      unreadable_.say(parts.error().detail());
      return false;
    }
    unreadable_.is_over();
    for (const auto& part : *parts)
      if (!compare_part(*part, rules, found)) break;
  }
  const auto reached = found.compared.to;
  if (reached == place) return false;
  const bool is_at_end = reached == unnoted_.to || reached.seq >= head->position.seq;
  const bool is_little = reached.seq - place.seq < options_.unnoted_rows;
  if (found.is_none() && !is_at_end && is_little) {
    unnoted_ = found.compared;
    return true;
  }
  const bool raised = raise(found);
  const auto to = raised ? reached : place;
  unnoted_ = {.from = to, .to = to, .index = to};
  return raised;
}

core::Result<std::vector<AppliedRows>> Watcher::rows_after(std::int64_t position,
                                                           const Rules& rules) {
  auto handed_over = handed_over_.rows_after(position, options_.batch);
  if (!handed_over.empty()) return handed_over;
  auto steps = feed_->after(position, options_.batch);
  if (!steps) return steps.error();
  auto rows = std::make_shared<std::vector<PreparedRow>>();
  for (auto& step : *steps)
    rows->push_back(prepare(std::move(step), rules));
  return std::vector{AppliedRows(std::move(rows))};
}

// All that waits goes into one transaction: where transactions are slow, as beside a bulk load, one
// for each row would fall ever further behind. Entries that come meanwhile do not wait for it.
bool Watcher::compare_part(const std::vector<PreparedRow>& rows, const SharedRules& rules,
                           Findings& found) {
  for (const auto& row : rows) {
    const auto seq = row.event.seq;
    if (seq <= found.compared.to.seq) continue;
    const bool is_done = was_ahead(row, found);
    if (!is_done && !compare_row(row, rules, found)) return false;
    found.compared.to = {.epoch = found.compared.from.epoch, .seq = seq, .chain = row.chain};
    if (found.alerts.size() >= options_.alerts) return false;
    if (is_done || ++found.licences < options_.licences) continue;
    if (handed_over_.has_entry_after(std::max(seq + options_.in_order, entries_to_))) return false;
  }
  return true;
}

// Of this very history, which may be another one by now than when it was compared.
bool Watcher::was_ahead(const PreparedRow& row, Findings& found) const {
  if (!is_entry(row.event) || row.event.seq > entries_to_) return false;
  const bool is_on_history = index_.read([&](const IndexContents* contents) {
    if (contents == nullptr || !goes_on(*contents, entries_to_, found.compared)) return false;
    if (contents->applied.chain_at(row.event.seq) != row.chain) return false;
    found.compared.index = contents->applied.head().position;
    return true;
  });
  return is_on_history && handed_over_.generation() == generation_;
}

bool Watcher::compare_row(const PreparedRow& row, const SharedRules& rules, Findings& found) {
  // Handed over before the rules changed: to be read again.
  if (row.profile && !rules->made(*row.profile)) {
    forget();
    return false;
  }
  if (is_change(row) && !found.alerts.empty()) return false;
  const auto least = std::max(row.event.seq, entries_to_);
  // The lock is taken for each row: a bulk load must not keep the follower from writing.
  const bool done = index_.read([&](const IndexContents* contents) {
    if (contents == nullptr || contents->rules != rules) return false;
    if (!goes_on(*contents, least, found.compared)) return false;
    for (auto& alert : alerts_of(row, *contents, options_.pair_key))
      found.alerts.push_back(std::move(alert));
    for (auto& match : concern_matches_of(row, *contents))
      found.compared.concerns.push_back(std::move(match));
    found.compared.index = contents->applied.head().position;
    return true;
  });
  if (done && is_change(row))
    found.compared.changed.push_back({row.authority, row.event.row, row.event.new_version});
  return done;
}

bool Watcher::raise(Findings& found) {
  auto& compared = found.compared;
  set_duties(compared);
  const auto raised = watch_->raise(found.alerts, compared, clock_.now());
  if (!raised) {
    unwritten_.say(raised.error().detail());
    if (raised.error().code() == core::Errc::conflict) forget();
    return false;
  }
  unwritten_.is_over();
  note_raised(*raised);
  metrics_.set("badgewatch_watch_seq", static_cast<double>(compared.to.seq));
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
