// The report of grants, read in two ways that give the same answer.
#pragma once

#include "ports/case_outcomes.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// Of an authority that nobody's records have come to: what it asks about stands under its one code.
// Searches are found by the keyed hash of the licence's number, what is counted is kept by day, and
// nothing is opened but what is listed.
core::Result<ports::Grants> grants_of_one_code(Context& context, const ports::GrantsWanted& wanted,
                                               const proof::Leaf& leaf);

// Of several codes, under each of which a number has another keyed hash: every licence that began
// in the period is opened for its number.
core::Result<ports::Grants> grants_of_house(Context& context, const ports::GrantsWanted& wanted,
                                            const proof::Leaf& leaf);

}  // namespace badgewatch::store
