// Rectification requests: any authority receives one, the one that recorded the entry answers
// within its clock, and the one that received it is told.
#pragma once

#include "app/once.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "domain/duty.hpp"
#include "ports/checks.hpp"
#include "ports/rectifications.hpp"
#include "ports/unit_of_work.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::app {

struct RectificationToTake {
  core::Uuid entry;
  std::optional<core::Uuid> check;  // that gave a hit on it; none needed for one's own entry
  core::Date received_on;
  std::string wrong;
};

// Thread safe.
class Rectifications {
public:
  // All outlive it.
  Rectifications(ports::Rectifications& kept, ports::CheckLog& checks, ports::Register& reg,
                 const ReferenceData& reference, const core::Clock& clock,
                 core::Randomness& randomness, core::Metrics& metrics);

  // Errc::not_found where the entry is neither one's own nor a hit of that check; Errc::invalid for
  // a day in the future. The clock runs from the day of receipt, by whomever.
  core::Result<Answered> take(const ports::Caller& caller, const RectificationToTake& wanted,
                              const Once<ports::Rectification>& once);
  // Errc::conflict where it has ended, and for `correct` where the entry was not amended or removed
  // since; Errc::forbidden where it is the other side's to do.
  core::Result<Answered> end(const ports::Caller& caller, const core::Uuid& id,
                             domain::RectificationAct act, const std::string& reasons,
                             const Once<ports::Rectification>& once);
  // Article 12(3): the recording authority says that the person was told on that day, within the
  // first month, that the answer takes two more, and why. Refused as domain::extend_duty() refuses;
  // Errc::forbidden for the other side.
  core::Result<Answered> extend(const ports::Caller& caller, const core::Uuid& id,
                                core::Date told_on, const std::string& reason,
                                const Once<ports::Rectification>& once);
  // Each reading is in the log before it is answered.
  core::Result<ports::Rectification> read(const ports::Caller& caller, const core::Uuid& id);
  core::Result<std::vector<ports::Rectification>> list(
      const ports::Caller& caller, std::optional<domain::RectificationState> state,
      std::int64_t after, std::size_t limit);

private:
  struct Taken {
    ports::Rectification request;
    domain::Duty answer;
  };
  core::Result<std::string> recorded_by(const ports::Caller& caller,
                                        const RectificationToTake& wanted) const;
  core::Result<Taken> taken(const ports::Caller& caller, const RectificationToTake& wanted) const;
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                   std::string detail) const;

  ports::Rectifications& kept_;
  ports::CheckLog& checks_;
  ports::Register& register_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
};

}  // namespace badgewatch::app
