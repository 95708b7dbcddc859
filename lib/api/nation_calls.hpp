// What the calls about the whole nation, about a whole roster and how files name their columns, and
// about the register itself work with.
#pragma once

#include "app/column_mappings.hpp"
#include "app/reconciliation_runs.hpp"
#include "app/rosters.hpp"

namespace badgewatch::api {

struct RegisterCalls;  // api/register_calls.hpp

struct NationCalls {
  app::ReconciliationRuns& runs;
  app::Rosters& rosters;
  app::ColumnMappings& mappings;  // authorities' own
  RegisterCalls& register_calls;
};

}  // namespace badgewatch::api
