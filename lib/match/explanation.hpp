// The sentences that explain a comparison: one table for API, pages and command line.
#pragma once

#include "match/evidence.hpp"

#include <string>

namespace badgewatch::match {

// For a licensing officer. Names may be in it; numbers, dates and addresses never are.
std::string explain(Field field, const Finding& finding, std::string_view ours,
                    std::string_view theirs);

}  // namespace badgewatch::match
