// Making an API key for an authority's system.
#pragma once

#include "badgewatchd/commands.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "store/store.hpp"

namespace badgewatch::daemon {

// Stores its hash, logs that it was made, and returns it: the only time that it is seen.
core::Result<core::Secret> issue_key(store::Store& store, const Environment& environment,
                                     const NewKey& wanted);

}  // namespace badgewatch::daemon
