// The sentences that explain a comparison: one table for API, pages and command line. Names that
// lie side by side have their own (name_wording.hpp).
#pragma once

#include "match/evidence.hpp"

#include <string>

namespace badgewatch::match {

// For a licensing officer. Neither names, numbers, dates nor addresses are in it.
std::string explain(Field field, Sentence sentence);

}  // namespace badgewatch::match
