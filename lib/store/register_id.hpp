// Which register a database holds: made with it, and the same in every backup of it.
#pragma once

#include "core/result.hpp"
#include "core/uuid.hpp"

#include <string>

namespace badgewatch::store {

// `conninfo` is bw_migrate's, to a database that is migrated.
core::Result<core::Uuid> read_register_id(const std::string& conninfo);

// For a backup from before registers had an id: the restored one is the register that its ledger
// names.
core::Result<void> adopt_register_id(const std::string& conninfo, const core::Uuid& id);

}  // namespace badgewatch::store
