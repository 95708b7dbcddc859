// The in-term watch: every changed entry is compared with every licence, and every changed licence
// with every entry. It runs where the policy `in_term_watch` is on; where it is off the position
// stands still, so that turning it on compares all that came meanwhile. Under new rules it compares
// everything anew, between the rows that come.
//
// Entries and concerns are compared ahead of licences where a bulk load has left many of these
// waiting. No pair is missed by it, because a pair does not hang on which of the two is compared
// first: each row is compared once the index has applied the feed up to it, and all behind its
// place is compared some time. Of two rows the later one in the feed is therefore compared with an
// index that has the earlier one, at whatever moment. None is told twice: alerts are unique for
// each entry and licence, so the row that is compared second finds the alert there.
//
// What is told of an entry's change hangs on an order, and keeps it: whoever was alerted before the
// change is told of it, whoever is alerted behind it was compared with the entry as it is. So a
// change is told of only when all that was found before it is written, and once it was, nothing
// is compared any more with an index that has not applied it.
#pragma once

#include "app/handed_over.hpp"
#include "app/lasting_fault.hpp"
#include "app/live_index.hpp"
#include "app/reconciliation.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/alerts.hpp"
#include "ports/feed.hpp"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace badgewatch::app {

struct WatcherOptions {
  std::size_t batch = 500;              // rows at once, or the last handed over beyond
  std::size_t alerts = 2'000;           // in one transaction, or those of one row beyond
  std::size_t queued_rows = 20'000;     // handed over by the follower; beyond, they are read again
  std::size_t compared_anew = 100;      // entries at once, between the rows that come
  std::int64_t in_order = 200;          // rows: beyond, entries go ahead of licences
  std::size_t licences = 64;            // compared at least, before entries go ahead again
  std::int64_t unnoted_rows = 2'000;    // compared and without a finding, before that is written
  std::chrono::milliseconds poll{100};  // what another daemon did is looked for
  core::Hash pair_key{};                // for what findings are bound to
  bool shares_pointers = false;         // of concerns, to who is no party
  // What somebody owes whose concern it is now, from today; nothing where there is no such duty.
  std::function<std::optional<domain::Duty>(const std::string& authority,
                                            const core::Uuid& concern)>
      consider_duty = {};
  std::function<std::optional<domain::Duty>(const core::Uuid& concern, const std::string& occasion)>
      review_duty = {};
  // Alerts have just been committed. On the watch's thread, so it may not block.
  std::function<void()> raised = {};
};

// Owns one thread, one feed session and, when it is this daemon's turn, the watch.
class Watcher {
public:
  // All outlive it.
  Watcher(std::unique_ptr<ports::Watch> watch, std::unique_ptr<ports::Feed> feed,
          ports::Entries& entries, const LiveIndex& index, const core::Clock& clock,
          core::Metrics& metrics, WatcherOptions options);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // Rows that the index has just applied. Never blocks. Thread safe.
  void applied(const AppliedRows& rows);
  // The rows handed over may be another history's: they are forgotten, and read again. Thread safe.
  void forget();

private:
  void run();
  // True when there was something to do.
  bool step();
  // What waited for a second person; true when there was something.
  bool raise_waiting();
  void begin_from(const proof::Position& place);
  // Compares the entries that come next where many licences wait before them.
  bool go_ahead(const SharedRules& rules);
  // Handed over, or picked out of the feed.
  core::Result<Entries> entries_after(std::int64_t seq, const Rules& rules);
  // Compares what came behind the place, or behind what is compared and not noted yet.
  bool follow(const SharedRules& rules);
  // The rows behind `position`, in order and without a gap: handed over, or read again.
  core::Result<std::vector<AppliedRows>> rows_after(std::int64_t position, const Rules& rules);

  struct Findings {
    std::vector<ports::NewAlert> alerts;
    ports::Compared compared;
    std::size_t licences = 0;
    bool is_none() const {
      return alerts.empty() && compared.changed.empty() && compared.concerns.empty();
    }
  };
  // Both are false where the rest cannot be compared by now, has to wait until what was found is
  // written, or is too much for one transaction.
  bool compare_part(const std::vector<PreparedRow>& rows, const SharedRules& rules,
                    Findings& found);
  bool compare_row(const PreparedRow& row, const SharedRules& rules, Findings& found);
  // True where it was compared ahead of the licences before it.
  bool was_ahead(const PreparedRow& row, Findings& found) const;
  bool raise(Findings& found);
  // What the concerns among it make somebody owe.
  void set_duties(ports::Compared& compared) const;
  void note_raised(std::size_t alerts) const;
  void pause(std::chrono::milliseconds time);

  std::unique_ptr<ports::Watch> watch_;
  std::unique_ptr<ports::Feed> feed_;
  const LiveIndex& index_;
  const core::Clock& clock_;
  core::Metrics& metrics_;
  WatcherOptions options_;
  HandedOver handed_over_;
  std::uint64_t generation_ = 0;  // of what was handed over
  // What was compared since the place was written, and found nothing.
  ports::Compared unnoted_;
  // Every entry up to this number was compared, and what it gave rise to is written. Not kept: who
  // takes the watch over compares those behind its place once more, and tells nothing twice.
  std::int64_t entries_to_ = 0;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool has_news_ = false;  // since the last pause
  Reconciliation reconciliation_;
  LastingFault unreadable_{core::LogLevel::error, "watch cannot read"};
  LastingFault unwritten_{core::LogLevel::error, "alerts not written"};
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace badgewatch::app
