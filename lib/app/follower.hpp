// Keeps the index at the end of the feed: builds it from one snapshot, proves it whole, then
// follows.
#pragma once

#include "app/lasting_fault.hpp"
#include "app/live_index.hpp"
#include "core/metrics.hpp"
#include "ports/feed.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace badgewatch::app {

// Rows that the follower has applied, for whoever compares them (the watch).
using AppliedRows = std::shared_ptr<const std::vector<PreparedRow>>;

struct FollowerOptions {
  std::chrono::milliseconds poll{50};
  std::size_t batch = 1000;
  unsigned build_threads = 2;
};

// Whom the follower tells, from its own thread. None of them may block for long.
struct FollowerEvents {
  std::function<void(AppliedRows)> applied;  // behind each batch
  // The index begins anew, perhaps on another history: rows told of before count no more.
  std::function<void()> anew;
  std::function<void()> reference_changed;
};

// Owns one thread and one feed session. At each poll it reads the head and judges it as a check
// does: an index that is not of this database's history serves nobody, asked or not.
class Follower {
public:
  Follower(std::unique_ptr<ports::Feed> feed, LiveIndex& index, core::Metrics& metrics,
           FollowerOptions options, FollowerEvents events);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Look now, do not wait for the next poll: this daemon has committed something. Thread safe.
  void wake();

private:
  void run();
  bool build();
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
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wake_ = false;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

// Builds contents from a snapshot and proves them whole: the rows' count and digest must be the
// head's. Errc::internal when they are not.
core::Result<std::unique_ptr<IndexContents>> build_contents(ports::Feed& feed, unsigned threads);

}  // namespace badgewatch::app
