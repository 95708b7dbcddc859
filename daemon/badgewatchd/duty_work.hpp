// Duties in a serving daemon: their list, and once a day the alarm of those that are due.
#pragma once

#include "app/duties.hpp"
#include "app/first_reviews.hpp"
#include "badgewatchd/database.hpp"
#include "config/config.hpp"
#include "core/metrics.hpp"
#include "jobs/daily.hpp"
#include "ports/first_reviews.hpp"
#include "store/store.hpp"

#include <atomic>
#include <memory>

namespace badgewatch::daemon {

// Owns a thread, and its session.
class DutyWork {
public:
  // All outlive it.
  DutyWork(const Config& config, const Database& database, const app::ReferenceData& reference,
           const core::Clock& clock, core::Randomness& randomness, core::Metrics& metrics);

  app::Duties& calls() { return duties_; }
  // Work that is being done, or begins, ends soon.
  void wind_up() { ending_ = true; }

private:
  core::Result<void> tell();

  app::Duties duties_;
  const app::ReferenceData& reference_;
  const core::Clock& clock_;
  core::Metrics& metrics_;
  std::unique_ptr<ports::FirstReviews> first_reviews_;
  std::unique_ptr<ports::DutyAlarm> alarm_;
  std::atomic<bool> ending_ = false;
  // Last: its thread ends before all that it uses.
  jobs::Daily telling_;
};

}  // namespace badgewatch::daemon
