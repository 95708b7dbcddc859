// Authorities that have ended, in a serving daemon: who acts for them is noted on the day, and what
// they are told goes to that one.
#pragma once

#include "app/successions.hpp"
#include "badgewatchd/database.hpp"
#include "jobs/repeated.hpp"
#include "ports/successions.hpp"

#include <memory>

namespace badgewatch::daemon {

// Owns a thread, and its session. All outlive it. Every daemon does it: what another one has handed
// on is not handed on again.
class SuccessionWork {
public:
  SuccessionWork(const Database& database, const app::ReferenceData& reference,
                 const core::Clock& clock)
      : kept_(database.store->new_successions()),
        taking_(*kept_, reference, clock),
        working_({.name = "successions"}, [this] { return taking_.step(); }) {}

private:
  std::unique_ptr<ports::Successions> kept_;
  app::TakingOver taking_;
  // Last: its thread ends before all that it uses.
  jobs::Repeated working_;
};

}  // namespace badgewatch::daemon
