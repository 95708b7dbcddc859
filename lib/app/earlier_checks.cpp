#include "app/earlier_checks.hpp"

#include "app/background.hpp"
#include "app/stored_check.hpp"

#include <limits>

namespace badgewatch::app {

namespace {

// After a look so many times as long as it took: with many checks the database has others to serve.
constexpr int rests = 4;

}  // namespace

EarlierChecks::EarlierChecks(std::unique_ptr<ports::ClearChecks> checks,
                             std::unique_ptr<ports::Feed> feed, const LiveIndex& index,
                             const core::Clock& clock, core::Metrics& metrics,
                             EarlierChecksOptions options)
    : checks_(std::move(checks)),
      feed_(std::move(feed)),
      index_(index),
      clock_(clock),
      metrics_(metrics),
      options_(options),
      thread_([this] { run(); }) {}

EarlierChecks::~EarlierChecks() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

void EarlierChecks::run() {
  give_way("earlier-checks");
  for (;;) {
    const bool more = step();
    std::unique_lock lock(mutex_);
    if (more && !stop_) continue;
    if (woken_.wait_for(lock, options_.poll, [this] { return stop_.load(); })) return;
  }
}

bool EarlierChecks::failed(const core::Error& error) {
  fault_.say(error.detail());
  return false;
}

// At a start, and on another history: from where everything has had both of its looks.
bool EarlierChecks::take_up() {
  const auto head = feed_->head();
  if (!head) return failed(head.error());
  if (at_ && at_->epoch == head->position.epoch && at_->seq <= head->position.seq) return true;
  const auto from = checks_->position();
  if (!from) return failed(from.error());
  at_ = *from;
  kept_ = from->seq;
  fresh_.clear();
  waiting_.clear();
  return true;
}

bool EarlierChecks::step() {
  if (std::chrono::steady_clock::now() < rest_until_) return false;
  if (!index_.rules() || !take_up()) return false;
  if (fresh_.empty()) {
    auto read = read_on();
    if (!read) return failed(read.error());
    fresh_ = std::move(*read);
  }
  bool did = false;
  if (!fresh_.empty()) {
    if (!look(fresh_, {})) return false;
    waiting_.push_back({.entries = std::move(fresh_),
                        .upto = *at_,
                        .due = std::chrono::steady_clock::now() + options_.second_look});
    fresh_.clear();
    did = true;
  }
  if (!waiting_.empty() && waiting_.front().due <= std::chrono::steady_clock::now()) {
    if (!look(waiting_.front().entries, waiting_.front().upto)) return false;
    kept_ = waiting_.front().upto.seq;
    waiting_.erase(waiting_.begin());
    did = true;
  }
  if (!keep_place()) return false;
  fault_.is_over();
  return did;
}

bool EarlierChecks::keep_place() {
  if (!waiting_.empty() || at_->seq < kept_ + options_.unkept_rows) return true;
  const auto begun = checks_->begin();
  if (!begun) return failed(begun.error());
  if (!*begun) return false;
  const auto kept = checks_->finish({}, *at_, clock_.now());
  if (!kept) return failed(kept.error());
  kept_ = at_->seq;
  return true;
}

core::Result<EarlierChecks::Entries> EarlierChecks::read_on() {
  Entries entries;
  while (entries.size() < options_.entries && !stop_) {
    auto steps = feed_->entries_after(at_->seq, options_.rows);
    if (!steps) return steps.error();
    if (steps->empty()) break;
    for (auto& step : *steps) {
      const auto& row = step.row;
      const bool is_hit =
          row &&
          ((step.event.kind == proof::RowKind::decision && domain::is_shown(row->entry_state)) ||
           (step.event.kind == proof::RowKind::concern && options_.shares_pointers));
      if (is_hit) entries.insert_or_assign(step.event.row, Entry{row->authority, row->person});
      at_->seq = step.event.seq;
      at_->chain = step.chain;
    }
  }
  return entries;
}

bool EarlierChecks::look(const Entries& entries, const std::optional<proof::Position>& place) {
  const auto rules = index_.rules();
  if (!rules) return false;
  const auto started = std::chrono::steady_clock::now();
  const auto begun = checks_->begin();
  if (!begun) return failed(begun.error());
  if (!*begun) return false;
  const auto found = find(entries, *rules);
  if (!found) {
    checks_->give_up();
    return failed(found.error());
  }
  const auto told = checks_->finish(*found, place, clock_.now());
  if (!told) {
    // The history is another one: taken up again from where it says.
    if (told.error().code() == core::Errc::conflict) at_.reset();
    return failed(told.error());
  }
  const auto now = std::chrono::steady_clock::now();
  rest_until_ = now + rests * (now - started);
  metrics_.count("badgewatch_earlier_checks_contradicted_total", {}, static_cast<double>(*told));
  return true;
}

core::Result<std::vector<ports::Contradiction>> EarlierChecks::find(const Entries& entries,
                                                                    const Rules& rules) {
  match::Index index;
  std::vector<std::pair<core::Uuid, const Entry*>> by_record;
  for (const auto& [id, entry] : entries) {
    const auto record = index.insert(rules.profile_of(entry.subject));
    if (by_record.size() <= record) by_record.resize(record + 1);
    by_record[record] = {id, &entry};
  }
  const match::SearchLimits unlimited{.comparisons = std::numeric_limits<std::size_t>::max()};
  std::vector<ports::Contradiction> found;
  for (;;) {
    const auto page = checks_->next(options_.checks);
    if (!page) return page.error();
    if (page->empty()) return found;
    for (const auto& check : *page) {
      const auto request = read_stored_request(check.request);
      if (!request) return request.error();
      for (const auto& one : index.search(rules.profile_of(request->subject), unlimited).found) {
        const auto& [id, entry] = by_record[one.record];
        // Its own entries an authority knows.
        if (entry->recording_authority == check.authority) continue;
        found.push_back({.authority = check.authority,
                         .check = check.id,
                         .entry = id,
                         .recording_authority = entry->recording_authority,
                         .band = std::string(match::name_of(one.band)),
                         .probability = match::probability_of(one.weight)});
      }
    }
  }
}

}  // namespace badgewatch::app
