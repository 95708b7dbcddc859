// What an authority has to do, by when, how late duties are done; and the alarm of those that are
// due.
#pragma once

#include "core/clock.hpp"
#include "ports/duties.hpp"
#include "ports/unit_of_work.hpp"

#include <functional>

namespace badgewatch::app {

// Thread safe. Each look is in the log.
class Duties {
public:
  // All outlive it.
  Duties(ports::DutyDesk& desk, const core::Clock& clock, core::Randomness& randomness)
      : desk_(desk), clock_(clock), randomness_(randomness) {}

  // See ports::DutyDesk::list().
  core::Result<std::vector<ports::KeptDuty>> list(const ports::Caller& caller,
                                                  const ports::DutyFilter& filter,
                                                  const std::optional<ports::DutyPlace>& after,
                                                  std::size_t limit);
  // See ports::DutyDesk::lateness().
  core::Result<std::vector<ports::Lateness>> lateness(const ports::Caller& caller, core::Date from,
                                                      core::Date to);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, std::string detail);

  ports::DutyDesk& desk_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
};

// Raises all that is due today, some at a time, until there is none or `stop` says so; how many
// alerts.
core::Result<std::size_t> tell_of_due_duties(ports::DutyAlarm& alarm, const core::Clock& clock,
                                             const std::function<bool()>& stop);

}  // namespace badgewatch::app
