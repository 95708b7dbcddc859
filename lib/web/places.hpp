// Where the register's things stand on its pages.
#pragma once

#include "web/components.hpp"
#include "web/visit.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// The page of a check, a concern, a disclosure request, an alert or an own decision, by the type
// that the API gives it; empty for what has none.
std::string place_of(std::string_view type, std::string_view id);

// How to ask an authority for more, a line for each way.
SummaryList contact_of(const Visit& visit, std::string_view code, std::string_view record = {});

}  // namespace badgewatch::web
