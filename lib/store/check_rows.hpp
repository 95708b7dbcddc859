// Recorded checks as their table holds them.
#pragma once

#include "ports/checks.hpp"
#include "store/sealing.hpp"
#include "store/session.hpp"

#include <string>

namespace badgewatch::store {

SealedPlace check_place(const ports::CheckRecord& record);

// Of a row of actor, checked_at, watched_until, purpose, outcome, key_version, data_key, request,
// answer, pairs, basis: what is there after its erasure too.
ports::CheckRecord check_facts_of(const Rows& rows, int row, const std::string& authority,
                                  const core::Uuid& id);
// All of it, where it was not erased.
core::Result<ports::CheckRecord> check_record_of(const Rows& rows, int row,
                                                 const std::string& authority, const core::Uuid& id,
                                                 const Sealer& sealer);

}  // namespace badgewatch::store
