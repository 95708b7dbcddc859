// A licence that its authority calls revoked or refused, and about whose holder it has made no
// entry in the time that the Act gives: the authority is told (`revoked_without_entry`), once.
#pragma once

#include "app/live_index.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/licence_alerts.hpp"

#include <memory>

namespace badgewatch::app {

// Used by one thread.
class AwaitedEntries {
public:
  // All outlive it.
  AwaitedEntries(std::unique_ptr<ports::AwaitedEntries> awaited, ports::Entries& entries,
                 const LiveIndex& index, const ReferenceData& reference, const core::Clock& clock,
                 core::Metrics& metrics)
      : awaited_(std::move(awaited)),
        entries_(entries),
        index_(index),
        reference_(reference),
        clock_(clock),
        metrics_(metrics) {}

  // Looks at some whose time is over; whether there may be more. An index that is not whole says
  // nothing of what is missing: then they wait.
  core::Result<bool> step();

private:
  // Nothing while the index is not whole.
  core::Result<std::optional<bool>> is_missing(const ports::AwaitedEntry& awaited);

  std::unique_ptr<ports::AwaitedEntries> awaited_;
  ports::Entries& entries_;
  const LiveIndex& index_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Metrics& metrics_;
};

}  // namespace badgewatch::app
