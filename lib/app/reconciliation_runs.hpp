// Runs of reconciliation as callers see them: who asks for one, and who looks at what came of it.
#pragma once

#include "core/clock.hpp"
#include "ports/reconciliations.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::app {

// Thread safe. Each order and each look is in the log.
class ReconciliationRuns {
public:
  // All outlive it. `pause`: that authorities leave between two runs that they ask for, so that no
  // one of them is a load for all.
  ReconciliationRuns(ports::Reconciliations& runs, const core::Clock& clock,
                     core::Randomness& randomness,
                     std::chrono::minutes pause = std::chrono::minutes(0))
      : runs_(runs), clock_(clock), randomness_(randomness), pause_(pause) {}

  static constexpr std::size_t most_shown = 100;
  static constexpr std::size_t most_differences = 1'000;

  // See ports::Reconciliations. The same `key` of the same caller is the same run, also within the
  // pause. The operator, who has no authority, leaves none.
  core::Result<ports::ReconciliationRun> order(const ports::Caller& caller,
                                               const std::optional<std::string>& key);
  // Of the night: one for each turn.
  core::Result<ports::ReconciliationRun> order_nightly(const ports::Caller& caller,
                                                       core::Date turn);
  core::Result<std::vector<ports::ReconciliationRun>> list(const ports::Caller& caller);
  core::Result<ports::RunReport> find(const ports::Caller& caller, const core::Uuid& id);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject);

  ports::Reconciliations& runs_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  const std::chrono::minutes pause_;
};

}  // namespace badgewatch::app
