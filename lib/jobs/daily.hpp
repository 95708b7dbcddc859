// Work that is done each day at a UK time, and once at the start, on a thread of its own.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace badgewatch::jobs {

// The day whose turn it is: a day's turn begins at `at` ("03:15", UK time) and lasts until the
// next one's. So a turn that was slept through is taken as soon as somebody is awake again.
core::Date turn_at(core::Instant now, std::string_view at);

struct DailyOptions {
  std::string name;  // of the thread and in the log, 15 characters at most
  std::string at = "03:15";
  bool at_start = true;                          // false: first when the next turn begins
  std::chrono::milliseconds look{1'000};         // how often to look at the clock
  std::chrono::milliseconds try_again{600'000};  // after work that failed
};

class Daily {
public:
  // `clock` outlives it. Work that fails is logged, and done again before its next turn.
  Daily(DailyOptions options, const core::Clock& clock, std::function<core::Result<void>()> work);
  // Waits for work that is being done.
  ~Daily();
  Daily(const Daily&) = delete;
  Daily& operator=(const Daily&) = delete;

private:
  void run();
  bool do_work();
  // False when it is to stop.
  bool pause(std::chrono::milliseconds time);

  const DailyOptions options_;
  const core::Clock& clock_;
  const std::function<core::Result<void>()> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace badgewatch::jobs
