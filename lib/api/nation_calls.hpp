// What the calls about the whole nation, and about a whole roster, work with.
#pragma once

#include "app/reconciliation_runs.hpp"
#include "app/rosters.hpp"

namespace badgewatch::api {

struct NationCalls {
  app::ReconciliationRuns& runs;
  app::Rosters& rosters;
};

}  // namespace badgewatch::api
