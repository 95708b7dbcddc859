// An entry of one's own: what it says, its clocks, what happened to it, and what may happen next.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

#include <vector>

namespace badgewatch::web {

http::Response show_decision(const Visit& visit);

Answer read_decision(const Visit& visit);
// What it says, for the top of a page about it.
Part entry_summary(const Answer& decision);
// What somebody has proposed about it, and why.
std::vector<Part> proposal_parts(const Answer& decision);

}  // namespace badgewatch::web
