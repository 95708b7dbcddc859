// What each agreement and difference is worth, in log2 odds: config/match/weights.txt, which says
// what every number is and where it is from. The index relies on them: what it need not look at
// follows from them, and the static_asserts below are those conclusions.
#pragma once

#include "match_weights_table.hpp"

namespace badgewatch::match::weights {

// What the fields must bring together.
inline constexpr double needed = possible_from - prior;

// What an address can add that no key of the index finds.
inline constexpr double beside_names = same_sector;
static_assert(same_district <= beside_names && house_without_postcode <= beside_names);

// Names that weigh less find nobody by themselves.
inline constexpr double names_alone_from = needed - beside_names;

// Nothing but a date of birth in common (the same by default, nearly the same, a part of it) makes
// two people possible unless a word of their names has the same block or is a relative.
static_assert(names_loosely_most + born_same_default + beside_names < needed);
static_assert(names_loosely_most + born_same_month + beside_names < needed);
static_assert(names_loosely_most + born_same_year + beside_names < needed);
static_assert(names_loosely_most + born_nearly + beside_names < needed);
static_assert(born_same_year_default <= born_nearly);
// Different birth dates: no name outweighs them.
static_assert(names_most + born_differs + beside_names < needed);
// Nor does a name with a nearly equal date outweigh different NI numbers.
static_assert(names_most + born_nearly + insurance_differs < needed);
// A mistake brings no less than an initial that stands for the same word (wanted_names.cpp).
static_assert(further_mistake >= 1);
// Without a birth date one word and initials do not do: two words have to agree.
static_assert(word_most + initials_most < names_alone_from);
static_assert(run_together + initials_most < names_alone_from);
// Words that are found by no block do not do either.
static_assert(names_loosely_most < names_alone_from);
// Where a number is nearly the same and nothing else is known, no pair is possible by that alone.
static_assert(licence_nearly + names_loosely_most + beside_names < needed);

}  // namespace badgewatch::match::weights
