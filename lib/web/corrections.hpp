// Requests of drivers to correct an entry: those that the authority has to answer, and those that
// it received about another's entry.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_corrections(const Visit& visit);

// The entry of the navigation that these pages stand under: beside the requests for details, where
// somebody has those.
std::string corrections_nav(const Visit& visit);

}  // namespace badgewatch::web
