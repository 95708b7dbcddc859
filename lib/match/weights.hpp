// What each agreement and difference is worth, in log2 odds. The index relies on these numbers:
// what it need not look at follows from them, and the static_asserts below are those conclusions.
#pragma once

namespace badgewatch::match::weights {

// That a record of the register, taken at random, is the person asked about.
inline constexpr double prior = -16;
// A hit is shown from here on: about one in nine of those at the edge is the person.
inline constexpr double possible_from = -3;
// What the fields must bring together.
inline constexpr double needed = possible_from - prior;

// Names.
inline constexpr double names_most = 17;
inline constexpr double names_differ = -10;
inline constexpr double word_against_word = -4;  // one on each side that nothing answers
inline constexpr double initials_most = 2;       // of all initials together
// Where no word is the same, a spelling, a short form or of the same sound: typing errors alone.
inline constexpr double names_loosely_most = 3;
inline constexpr double run_together = 10;
// Words from here on (0.3 % of people) are found, and without a birth date agree, by themselves.
inline constexpr double telling_word = 8.5;

// Date of birth.
inline constexpr double born_same = 13;
inline constexpr double born_same_default = 6.5;  // both on a 1 January
inline constexpr double born_swapped = 8;
inline constexpr double born_nearly = 3;
inline constexpr double born_same_month = 7;   // and the day is not known
inline constexpr double born_same_year = 4.5;  // and no more is known
inline constexpr double born_differs = -8;

// Numbers.
inline constexpr double insurance_same = 18;
inline constexpr double insurance_nearly = 5;
inline constexpr double insurance_differs = -8;
inline constexpr double licence_same = 18;
inline constexpr double licence_nearly = 6;
inline constexpr double licence_stable_part = 1;  // it repeats date of birth and initials
inline constexpr double licence_differs = -5;

// Address, e-mail, telephone. Different ones weigh nothing: people move, and change both.
inline constexpr double same_house = 9;
inline constexpr double same_postcode = 6;
inline constexpr double same_neighbourhood = 2.5;  // a sector, or a house without a postcode
inline constexpr double email_same = 10;
inline constexpr double telephone_same = 10;

// Nothing but a key in common (a number, a postcode, a date of birth, its swap) makes two people
// possible unless a word of their names has the same block. Without a birth date that is so too,
// and a nearly equal number counts only beside an agreeing name.
static_assert(names_loosely_most + born_same_default + same_neighbourhood < needed);
static_assert(names_loosely_most + born_same_month + same_neighbourhood < needed);
static_assert(names_loosely_most + born_nearly + same_neighbourhood < needed);
// Different birth dates: no name outweighs them.
static_assert(names_most + born_differs + same_neighbourhood < needed);
// Nor does a name with a nearly equal date outweigh different NI numbers.
static_assert(names_most + born_nearly + insurance_differs < needed);
// Without a birth date one word and initials do not do, unless the word tells enough by itself.
static_assert(telling_word + initials_most + same_neighbourhood <= needed);

}  // namespace badgewatch::match::weights
