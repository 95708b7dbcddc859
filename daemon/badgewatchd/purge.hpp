// Erasing what is past its period, with the ledger and the log that belong to it.
#pragma once

#include "badgewatchd/commands.hpp"
#include "core/result.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <functional>

namespace badgewatch::daemon {

// Erases in pieces, each on the ledger's disk before it is committed, until nothing is left or
// `stop` says so. What it erased.
core::Result<store::Expired> purge_expired(store::Store& store, const std::filesystem::path& ledger,
                                           const Environment& environment,
                                           const std::function<bool()>& stop);

}  // namespace badgewatch::daemon
