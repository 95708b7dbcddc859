// What an authority has to do, by when, how late duties are done; and the alarm of those that are
// due.
#pragma once

#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "ports/duties.hpp"
#include "ports/unit_of_work.hpp"

#include <functional>

namespace badgewatch::app {

// Thread safe. Each look is in the log.
class Duties {
public:
  // All outlive it.
  Duties(ports::DutyDesk& desk, const ReferenceData& reference, const core::Clock& clock,
         core::Randomness& randomness)
      : desk_(desk), reference_(reference), clock_(clock), randomness_(randomness) {}

  // See ports::DutyDesk::list().
  core::Result<ports::DutyPage> list(const ports::Caller& caller, const ports::DutyFilter& filter,
                                     const std::optional<ports::DutyPlace>& after,
                                     std::size_t limit);
  // See ports::DutyDesk::lateness().
  core::Result<std::vector<ports::Lateness>> lateness(const ports::Caller& caller, core::Date from,
                                                      core::Date to);

  // The clock of one's own duty stands still from today, or goes on from today. Errc::not_found for
  // another authority's; Errc::conflict for a kind whose clock never stands still, one that is late
  // already, and where it stands still already or does not.
  core::Result<ports::KeptDuty> pause(const ports::Caller& caller, const core::Uuid& id,
                                      domain::PauseReason why);
  core::Result<ports::KeptDuty> resume(const ports::Caller& caller, const core::Uuid& id);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, std::string detail,
                   const core::Uuid& subject = {});

  ports::DutyDesk& desk_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
};

// Raises all that is due today, some at a time, until there is none or `stop` says so; how many
// alerts.
core::Result<std::size_t> tell_of_due_duties(ports::DutyAlarm& alarm, const core::Clock& clock,
                                             const std::function<bool()>& stop);

}  // namespace badgewatch::app
