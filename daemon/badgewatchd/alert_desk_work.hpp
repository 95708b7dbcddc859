// Alerts in a serving daemon: what people do about them, and the clocks of those that wait.
#pragma once

#include "app/alert_work.hpp"
#include "app/reference_data.hpp"
#include "core/metrics.hpp"
#include "jobs/repeated.hpp"
#include "store/store.hpp"

#include <memory>

namespace badgewatch::daemon {

// Owns a thread, and its session. All outlive it.
class AlertDeskWork {
public:
  AlertDeskWork(store::Store& store, app::Trace& trace, const app::ReferenceData& reference,
                const core::Clock& clock, core::Randomness& randomness, core::Metrics& metrics);

  app::AlertWork& calls() { return calls_; }

private:
  core::Result<bool> begin_clocks();

  app::AlertWork calls_;
  const app::ReferenceData& reference_;
  std::unique_ptr<ports::AlertClocks> clocks_;
  // Last: its thread ends before all that it uses.
  jobs::Repeated beginning_;
};

}  // namespace badgewatch::daemon
