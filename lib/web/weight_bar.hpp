// A weight as a bar: to the right what speaks for one person, to the left what speaks against it.
#pragma once

#include "web/part.hpp"

namespace badgewatch::web {

// Weights are log2 odds; beyond 24 the bar is as long as it gets. The number stands beside it, so
// the bar is for eyes alone.
Part weight_bar(double weight);
// "+12.1", "-1.5", "0".
std::string weight_text(double weight);

}  // namespace badgewatch::web
