// The in-term watch: every changed entry is compared with every licence, and every changed licence
// with every entry, in the order of the feed. Whichever comes second finds the first. It runs where
// the policy `in_term_watch` is on; where it is off the position stands still, so that turning it
// on compares all that came meanwhile. Under new rules it compares everything anew, between the
// rows that come.
#pragma once

#include "app/follower.hpp"
#include "app/lasting_fault.hpp"
#include "app/live_index.hpp"
#include "app/reconciliation.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/alerts.hpp"
#include "ports/feed.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
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
  void applied(AppliedRows rows);
  // The rows handed over may be another history's: they are forgotten, and read again. Thread safe.
  void forget();

private:
  void run();
  // True when there was something to do.
  bool step();
  // What waited for a second person; true when there was something.
  bool raise_waiting();
  // Compares what came behind `at`, and moves it.
  bool follow(proof::Position& at, const SharedRules& rules);
  // The rows behind `position`, in order and without a gap: handed over, or read again.
  core::Result<std::vector<AppliedRows>> rows_after(std::int64_t position, const Rules& rules);
  std::vector<AppliedRows> queued_after(std::int64_t position);
  bool compare(const std::vector<AppliedRows>& parts, proof::Position& from,
               const SharedRules& rules);
  // False where the rest cannot be compared by now, or is too much for one transaction.
  bool compare_part(const std::vector<PreparedRow>& rows, const SharedRules& rules,
                    std::vector<ports::NewAlert>& alerts, ports::Compared& compared);
  bool raise(std::vector<ports::NewAlert>& alerts, ports::Compared& compared,
             proof::Position& from);
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
  std::mutex mutex_;
  std::condition_variable woken_;
  std::deque<AppliedRows> queue_;
  std::size_t queued_ = 0;
  bool has_news_ = false;  // since the last pause
  Reconciliation reconciliation_;
  LastingFault unreadable_{core::LogLevel::error, "watch cannot read"};
  LastingFault unwritten_{core::LogLevel::error, "alerts not written"};
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace badgewatch::app
