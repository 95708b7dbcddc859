// Keeps the index at the end of the feed: builds it from one snapshot, proves it whole, then
// follows.
#pragma once

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

// Owns one thread and one feed session.
class Follower {
public:
  // `applied` is called from the follower's thread behind each batch; it must not block.
  // `reference_changed` is called when reference data were replaced.
  Follower(std::unique_ptr<ports::Feed> feed, LiveIndex& index, core::Metrics& metrics,
           FollowerOptions options, std::function<void(AppliedRows)> applied,
           std::function<void()> reference_changed);
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
  void pause(std::chrono::milliseconds time);

  std::unique_ptr<ports::Feed> feed_;
  LiveIndex& index_;
  core::Metrics& metrics_;
  FollowerOptions options_;
  std::function<void(AppliedRows)> applied_;
  std::function<void()> reference_changed_;
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
