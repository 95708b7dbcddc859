// What an officer reads of two names that lie side by side: which words agree as what, which
// differ, and which only one of them has.
#pragma once

#include "match/words.hpp"

#include <string>

namespace badgewatch::match {

// "Name: Md and Mohammed are spellings of one name; Raza is in one of them only". Both have words;
// `ours` is named first. Words stand as they are compared: in Latin letters, without accents.
std::string wording_of(const WordList& ours, const WordList& theirs);

}  // namespace badgewatch::match
