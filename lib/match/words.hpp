// How alike two words of a name are.
#pragma once

#include "match/packed.hpp"

#include <string_view>

namespace badgewatch::match {

enum class Likeness { none, typo, initial, related, spelling, same };

// `Likeness::typo`: one edit (Damerau) in words of four letters or more, or Jaro-Winkler 0.92.
Likeness likeness(const Word& a, const Word& b);

// Winkler's variant with a prefix of at most 4 and scale 0.1; at most 64 letters are looked at.
double jaro_winkler(std::string_view a, std::string_view b);

// True when one insertion, deletion, substitution or swap of neighbours makes them equal.
bool is_one_edit_apart(std::string_view a, std::string_view b);

}  // namespace badgewatch::match
