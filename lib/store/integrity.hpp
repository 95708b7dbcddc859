// Whether what the tables hold fits together: what a run of reconciliation asks them.
#pragma once

#include "core/date.hpp"
#include "ports/reconciliations.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// At one moment of the database, as its owner, and nothing is written. The feed's chain, count and
// digest are reckoned anew from all its events; each other check is one question. `today` is the UK
// day. Costs a reading of the feed, and a scan of alerts, events and entries.
core::Result<std::vector<ports::IntegrityCheck>> check_tables(const Context& context,
                                                              core::Date today);

}  // namespace badgewatch::store
