// Runs of reconciliation in a daemon that serves: it works on the one that waits, whoever asked for
// it, and asks for one each night. Each day it looks whether the reference data reach far enough.
#pragma once

#include "app/live_index.hpp"
#include "app/reference_data.hpp"
#include "badgewatchd/database.hpp"
#include "config/config.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "jobs/daily.hpp"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace badgewatch::app {
class NationalRun;
struct NationalRunOptions;
}  // namespace badgewatch::app

namespace badgewatch::daemon {

// What a run compares by, without its progress.
app::NationalRunOptions run_options(const Config& config, const Database& database);
std::unique_ptr<app::NationalRun> make_run(const Database& database, const app::LiveIndex* served,
                                           const core::Clock& clock, core::Randomness& randomness,
                                           core::Metrics& metrics, app::NationalRunOptions options);

// Owns three threads. All outlive it.
class Reconciling {
public:
  Reconciling(const Config& config, Database& database, const app::LiveIndex& index,
              const app::ReferenceData& reference, const core::Clock& clock,
              core::Randomness& randomness, core::Metrics& metrics);
  ~Reconciling();
  Reconciling(const Reconciling&) = delete;
  Reconciling& operator=(const Reconciling&) = delete;

  // Work that is being done ends soon; it goes on at the next start, or at another daemon.
  void wind_up();

private:
  void work();
  core::Result<void> ask_for_the_night();
  // A night that was slept through is made up for; a register that never had one waits for it.
  bool has_missed_a_night() const;
  core::Result<void> look_at_reference();

  const Config& config_;
  Database& database_;
  const app::LiveIndex& index_;
  const app::ReferenceData& reference_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> ending_ = false;
  std::thread worker_;
  jobs::Daily nightly_;
  jobs::Daily reference_age_;
};

}  // namespace badgewatch::daemon
