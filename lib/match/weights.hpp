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
static_assert(same_area <= beside_names && same_region <= beside_names);

// Names that weigh less find nobody by themselves.
inline constexpr double names_alone_from = needed - beside_names;

// Where both dates of birth are known and say nothing for it, no name is enough: a key finds the
// pair, or it is none.
static_assert(names_most + born_differs + beside_names < needed);
// Without a date of birth two words have to agree, and not both by mistakes: names are filed by
// two.
static_assert(word_most + initials_most < names_alone_from);
static_assert(run_together + initials_most < names_alone_from);
static_assert(names_loosely_most < names_alone_from);
// A mistake brings no less than an initial that stands for the same word (wanted_names.cpp).
static_assert(further_mistake >= 1);
// What is no matter of the index: a name with a nearly equal date does not outweigh another NI
// number, and a number that is nearly the same makes nobody possible by itself.
static_assert(names_most + born_nearly + insurance_differs < needed);
static_assert(licence_nearly + names_loosely_most + beside_names < needed);

}  // namespace badgewatch::match::weights
