// A run of reconciliation as JSON, for the API and for the operator's command.
#pragma once

#include "core/json_writer.hpp"
#include "ports/reconciliations.hpp"

namespace badgewatch::api {

void write_run(core::JsonWriter& out, const ports::ReconciliationRun& run);
// With counts, differences and integrity. `by_authority`: the counts of each as well, for the
// operator.
void write_report(core::JsonWriter& out, const ports::RunReport& report, bool by_authority);

}  // namespace badgewatch::api
