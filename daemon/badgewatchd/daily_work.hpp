// What a serving daemon does once a day beside serving: it erases what is past its last day, and
// learns how common names are.
#pragma once

#include "badgewatchd/database.hpp"
#include "config/config.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "jobs/daily.hpp"

#include <atomic>
#include <functional>

namespace badgewatch::daemon {

// Owns a thread for each of them.
class DailyWork {
public:
  // All outlive it. `wake_follower` is called behind work that may have changed something.
  DailyWork(const Config& config, Database& database, const core::Clock& clock,
            core::Randomness& randomness, core::Metrics& metrics,
            std::function<void()> wake_follower);

  // Work that is being done, or begins, ends soon.
  void wind_up() { ending_ = true; }

private:
  core::Result<void> purge();
  // One of all daemons does it, and each changes to what was learnt when the feed tells of it.
  core::Result<void> learn();

  const Config& config_;
  Database& database_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  const std::function<void()> wake_follower_;
  std::atomic<bool> ending_ = false;
  // Last: their threads end before all that they use.
  jobs::Daily purging_;
  jobs::Daily learning_;
};

}  // namespace badgewatch::daemon
