// Runs of reconciliation in memory, for tests of the calls.
#pragma once

#include "ports/reconciliations.hpp"

#include <algorithm>
#include <mutex>

namespace badgewatch::ports {

// Thread safe.
class MemoryReconciliations final : public Reconciliations {
public:
  core::Result<ReconciliationRun> order(const Caller& caller, const RunOrder& order,
                                        const proof::Leaf& /*leaf*/) override {
    const std::lock_guard lock(mutex_);
    for (const auto& run : runs_)
      if (run.state != domain::RunState::done || run.id == order.id) return run;
    ReconciliationRun run;
    run.id = order.id;
    run.asked_by = caller.authority;
    run.cause = order.cause;
    run.asked_at = order.at;
    runs_.push_back(run);
    return run;
  }

  core::Result<std::vector<ReconciliationRun>> list(const Caller& /*caller*/, std::size_t most,
                                                    const proof::Leaf& /*leaf*/) override {
    const std::lock_guard lock(mutex_);
    std::vector<ReconciliationRun> newest(runs_.rbegin(), runs_.rend());
    newest.resize(std::min(newest.size(), most));
    return newest;
  }

  core::Result<RunReport> find(const Caller& /*caller*/, const core::Uuid& id, std::size_t /*most*/,
                               const proof::Leaf& /*leaf*/) override {
    const std::lock_guard lock(mutex_);
    for (const auto& run : runs_)
      if (run.id == id) {
        RunReport report;
        report.run = run;
        return report;
      }
    return core::Error(core::Errc::not_found, "There is no such run.");
  }

  core::Result<std::optional<core::Date>> last_night() override {
    return std::optional<core::Date>();
  }
  core::Result<ReconciliationRun> progress(const core::Uuid& id) override {
    const std::lock_guard lock(mutex_);
    for (const auto& run : runs_)
      if (run.id == id) return run;
    return core::Error(core::Errc::not_found, "There is no such run.");
  }

private:
  std::mutex mutex_;
  std::vector<ReconciliationRun> runs_;
};

}  // namespace badgewatch::ports
