// Authorities that have ended, in a serving daemon: who acts for them is noted on the day, and what
// they are told goes to that one.
#pragma once

#include "app/successions.hpp"
#include "badgewatchd/database.hpp"
#include "jobs/repeated.hpp"
#include "store/successions.hpp"

namespace badgewatch::daemon {

// Owns a thread, and its session. All outlive it. Every daemon does it: what another one has handed
// on is not handed on again.
class SuccessionWork {
public:
  SuccessionWork(const Database& database, const app::ReferenceData& reference,
                 const core::Clock& clock)
      : kept_([conninfo = database.conninfo] { return conninfo("bw_watch"); }),
        taking_(kept_, reference, clock),
        working_({.name = "successions"}, [this] { return taking_.step(); }) {}

private:
  store::SqlSuccessions kept_;
  app::TakingOver taking_;
  // Last: its thread ends before all that it uses.
  jobs::Repeated working_;
};

}  // namespace badgewatch::daemon
