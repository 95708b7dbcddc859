// What an authority's people do about its alerts. Each look and each act is in the log.
#pragma once

#include "app/trace.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/uuid.hpp"
#include "ports/alert_desk.hpp"

namespace badgewatch::app {

// Thread safe.
class AlertWork {
public:
  // All outlive it.
  AlertWork(ports::AlertDesk& desk, Trace& trace, const core::Clock& clock,
            core::Randomness& randomness, core::Metrics& metrics)
      : desk_(desk), trace_(trace), clock_(clock), randomness_(randomness), metrics_(metrics) {}

  core::Result<std::vector<ports::Alert>> list(const ports::Caller& caller,
                                               const ports::AlertQuery& query);
  core::Result<std::vector<ports::Alert>> of_licence(const ports::Caller& caller,
                                                     const core::Uuid& licence, std::size_t limit);
  // A count alone is no look at anybody.
  core::Result<std::vector<ports::AlertCount>> counts(const ports::Caller& caller) {
    return desk_.counts(caller);
  }
  core::Result<ports::AlertInFull> find(const ports::Caller& caller, const core::Uuid& id);
  // See ports::AlertDesk::change().
  core::Result<ports::AlertInFull> change(const ports::Caller& caller, const core::Uuid& id,
                                          domain::AlertChange change, std::string note);

private:
  ports::AlertDesk& desk_;
  Trace& trace_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
};

}  // namespace badgewatch::app
