// One entry's history, what is proposed for it, and its next version.
#pragma once

#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// The entry with its history and proposal, as its authority's session sees it; nothing where there
// is none.
core::Result<std::optional<ports::DecisionRecord>> read_entry(Session& session,
                                                              const Sealer& sealer,
                                                              const std::string& authority,
                                                              const core::Uuid& id);

// See ports::UnitOfWork::entry_to_change().
core::Result<ports::DecisionRecord> read_own_entry(Session& session, const Sealer& sealer,
                                                   const ports::Caller& caller,
                                                   const core::Uuid& id);

// See ports::UnitOfWork::change_entry().
core::Result<void> write_change(Session& session, const Sealer& sealer, const ports::Caller& caller,
                                const ports::DecisionRecord& changed);

}  // namespace badgewatch::store
