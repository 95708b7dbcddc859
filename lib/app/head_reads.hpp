// Reads of the feed's head that many checks share: each joins the next one, which begins after it
// arrived (as in Raft's ReadIndex), so one read in flight serves everybody who waits.
#pragma once

#include "core/result.hpp"
#include "ports/feed.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace badgewatch::app {

// Thread safe. Owns one thread and one feed session.
class HeadReads {
public:
  explicit HeadReads(std::unique_ptr<ports::Feed> feed);
  ~HeadReads();
  HeadReads(const HeadReads&) = delete;
  HeadReads& operator=(const HeadReads&) = delete;

  // A head whose read began after this call. Errc::freshness_unproven when it failed or did not
  // come in time.
  core::Result<proof::Head> next(std::chrono::steady_clock::time_point deadline);

private:
  void run();

  std::unique_ptr<ports::Feed> feed_;
  std::mutex mutex_;
  std::condition_variable asked_;
  std::condition_variable answered_;
  std::uint64_t wanted_ = 0;  // the number of the read that newcomers wait for
  std::uint64_t started_ = 0;
  std::uint64_t finished_ = 0;
  bool stop_ = false;
  core::Result<proof::Head> last_;
  std::thread thread_;
};

}  // namespace badgewatch::app
