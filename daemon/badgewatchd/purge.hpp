// Erasing what is past its period, with the ledger and the log that belong to it.
#pragma once

#include "badgewatchd/commands.hpp"
#include "core/result.hpp"
#include "store/erasure_ledger.hpp"
#include "store/store.hpp"

#include <functional>

namespace badgewatch::daemon {

// Whether a person stands behind a purge that domain::why_not_erase() asks about.
enum class Confirmed { no, yes };

// Refused, with nothing erased, where domain::why_not_erase() asks and nobody has confirmed. Else
// erases in pieces, each on the ledger's disk before it is committed, until nothing is left or
// `stop` says so. What it erased.
core::Result<store::Expired> purge_expired(store::Store& store, const store::LedgerPlace& ledger,
                                           const Environment& environment, Confirmed confirmed,
                                           const std::function<bool()>& stop);

// Forgets what licences and entries said before they were changed, in pieces, where that is longer
// ago than the replay window; each piece is logged.
core::Result<void> forget_superseded(store::Store& store, const Environment& environment,
                                     int months, const std::function<bool()>& stop);

}  // namespace badgewatch::daemon
