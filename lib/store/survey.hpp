// What a run of reconciliation reads to count how well the register does its work.
#pragma once

#include "ports/reconciliations.hpp"
#include "store/context.hpp"

#include <functional>
#include <vector>

namespace badgewatch::store {

// Opened and read, from so many sessions at once, each a part of the table; `sink` is called from
// all of them. Not of one moment: a licence that is changed meanwhile is seen as it was or is.
core::Result<void> read_licences(const Context& context, unsigned threads,
                                 const std::function<void(std::vector<ports::LicenceRow>&&)>& sink);

// Keyed hashes of whom each authority searched for from that UK day on, once each.
core::Result<ports::SearchedPeople> searched_since(const Context& context, core::Date since);

// Entries and those that were late, checks with a hit and those on which nobody has decided.
core::Result<ports::RunCounts> count_work(const Context& context, core::Date since);

}  // namespace badgewatch::store
