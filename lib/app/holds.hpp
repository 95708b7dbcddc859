// Entries that wait for a second person: who sees them, and who lets the others be told.
#pragma once

#include "core/clock.hpp"
#include "ports/holds.hpp"

#include <functional>

namespace badgewatch::app {

// Thread safe. Each look and each release is in the log.
class Holds {
public:
  // All outlive it.
  Holds(ports::Holds& holds, const core::Clock& clock, core::Randomness& randomness)
      : holds_(holds), clock_(clock), randomness_(randomness) {}

  static constexpr std::size_t most_shown = 500;

  // See ports::Holds::list().
  core::Result<std::vector<ports::Hold>> list(const ports::Caller& caller);
  // `entries`: how many the caller has looked at. See ports::Holds::release().
  core::Result<ports::Hold> release(const ports::Caller& caller, const core::Uuid& hold,
                                    std::int64_t entries, std::string reason);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                   std::string detail);

  ports::Holds& holds_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
};

}  // namespace badgewatch::app
