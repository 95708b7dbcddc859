// Licences that began on a day, counted with those of them that have a search before: the database
// keeps both by day, and counts a day anew where its licences or outcomes have changed.
#pragma once

#include "ports/case_outcomes.hpp"
#include "store/session.hpp"

#include <cstddef>
#include <vector>

namespace badgewatch::store {

struct CountedGrants {
  std::size_t granted = 0, searched = 0;
  std::vector<core::Uuid> unsearched;  // the latest first, at most as many as are wanted
};

// Of the code that the session's transaction is for.
core::Result<CountedGrants> count_grants(Session& session, const ports::GrantsWanted& wanted);

// For each of these days the first on which a search was one for a licence that began then, as
// `wanted.judge` has it; the days are in order and none is left out.
core::Result<std::vector<core::Date>> first_search_days(const ports::GrantsWanted& wanted,
                                                        core::Date from, core::Date to);

}  // namespace badgewatch::store
