// Mergers and splits that are stated: what may be stated of them once something has been taken
// over, and the taking over itself.
#pragma once

#include "app/reference.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "ports/successions.hpp"

#include <span>
#include <vector>

namespace badgewatch::app {

// Those that `next` states and `before` does not.
std::vector<domain::Succession> newly_stated(const Reference& before, const Reference& next);

// Errc::invalid where `next` takes back or alters what was taken over, with what went to whom, or
// states, beside what `before` states, a take-over of a day before the last one.
core::Result<void> check_successions(const Reference& before, const Reference& next,
                                     std::span<const domain::Succession> taken);

// Used by one thread.
class TakingOver {
public:
  // All outlive it.
  TakingOver(ports::Successions& kept, const ReferenceData& reference, const core::Clock& clock)
      : kept_(kept), reference_(reference), clock_(clock) {}

  // Takes over what has happened by today, and hands on some of what former authorities were told.
  // Whether there is more.
  core::Result<bool> step();

private:
  ports::Successions& kept_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  std::vector<domain::Succession> done_;
};

}  // namespace badgewatch::app
