// Two people as a human who judged them saw them: what is compared of each, and each field's
// verdict. No weight and no frequency is a part of it.
#pragma once

#include "match/profile.hpp"

#include <span>
#include <string>

namespace badgewatch::match {

// What is compared of one person, wherever it is kept.
struct Compared {
  const Details& details;
  std::span<const Place> places;
  const NameList& names;
};

// See match.hpp, pair_of().
std::string pair_of(const Compared& a, const Compared& b);

}  // namespace badgewatch::match
