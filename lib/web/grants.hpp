// Grants without a search before them, or against a hit on which nobody had decided.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_grants(const Visit& visit);
http::Response show_grants_csv(const Visit& visit);

}  // namespace badgewatch::web
