// Outcomes of cases as they are read and sealed.
#pragma once

#include "ports/case_outcomes.hpp"
#include "store/sealing.hpp"
#include "store/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::store {

// The beginning of a query up to its `where`: what read_case_outcomes() reads.
#define BW_CASE_OUTCOMES                                                                     \
  "select o.id, o.check_id, o.searched_on, o.result, o.decided_on, o.undecided, o.corrects," \
  " o.actor, o.recorded_at, o.kept_until, o.key_version, o.data_key, o.content"              \
  " from case_outcome as o"

core::Result<std::vector<ports::CaseOutcomeRecord>> read_case_outcomes(
    const Rows& rows, const Sealer& sealer, const std::string& authority);

SealedPlace case_outcome_place(std::string_view authority, const core::Uuid& id);
// What is sealed of one.
std::string case_outcome_content(const ports::CaseOutcomeRecord& record);

}  // namespace badgewatch::store
