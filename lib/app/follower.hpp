// Keeps the index at the end of the feed: builds it from one snapshot, proves it whole, then
// follows. When the feed tells of a new table of frequencies, it goes on serving by the old rules
// until contents by the new ones stand at the same place.
#pragma once

#include "app/lasting_fault.hpp"
#include "app/live_index.hpp"
#include "app/rebuild.hpp"
#include "core/metrics.hpp"
#include "ports/feed.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace badgewatch::app {

// Rows that the follower has applied, for whoever compares them (the watch).
using AppliedRows = std::shared_ptr<const std::vector<PreparedRow>>;

struct FollowerOptions {
  std::chrono::milliseconds poll{50};
  std::size_t batch = 1000;
  unsigned build_threads = 2;
  // After a published table that could not be read.
  std::chrono::milliseconds read_table_again{30'000};
};

// Whom the follower tells, from its own thread. None of them may block for long.
struct FollowerEvents {
  std::function<void(AppliedRows)> applied;  // behind each batch
  // The index begins anew, perhaps on another history: rows told of before count no more.
  std::function<void()> anew;
  std::function<void()> reference_changed;
};

// Owns one thread and one feed session, and a second of each while it builds by new rules. At each
// poll it reads the head and judges it as a check does: an index that is not of this database's
// history serves nobody, asked or not.
class Follower {
public:
  Follower(FeedMaker new_feed, LiveIndex& index, core::Metrics& metrics, FollowerOptions options,
           FollowerEvents events);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Look now, do not wait for the next poll: this daemon has committed something. Thread safe.
  void wake();
  // What an operator should know although checks are answered; for /readyz. Thread safe.
  std::optional<std::string> remark() const;

private:
  void run();
  bool build();
  core::Result<SharedRules> rules_to_start_with();
  // Begins, goes on with, or ends the change to the newest table of frequencies.
  void change_rules();
  void take_rebuilt();
  // True when `next_` stands where the index does.
  bool catch_up();
  void swap();
  void cannot_read_table(const core::Error& error);
  void table_is_read();
  void tell_rules(const Rules& rules);
  // True when there may be more at once.
  bool follow();
  // The number of the feed's last event. Nothing when it cannot be read, or the index is no
  // longer one of this feed.
  std::optional<std::int64_t> feed_end();
  bool apply(std::vector<ports::FeedStep> steps);
  void quarantine(std::string_view reason);
  void wait_out(const core::Error& error);
  void pause(std::chrono::milliseconds time);

  std::unique_ptr<ports::Feed> feed_;
  LiveIndex& index_;
  core::Metrics& metrics_;
  FollowerOptions options_;
  FollowerEvents events_;
  LastingFault unreadable_{core::LogLevel::error, "feed not readable"};
  LastingFault unbuilt_{core::LogLevel::error, "index not built"};
  LastingFault unreadable_table_{core::LogLevel::error, "published table of frequencies not read"};
  std::chrono::steady_clock::time_point read_table_;  // not before
  std::atomic<bool> has_unread_table_ = false;
  std::string told_rules_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wake_ = false;
  std::atomic<bool> stop_ = false;
  Rebuild rebuild_;
  std::unique_ptr<IndexContents> next_;  // by the new rules, not yet served
  std::thread thread_;
};

}  // namespace badgewatch::app
