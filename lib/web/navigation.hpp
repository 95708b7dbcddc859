// What somebody finds in the navigation: what their roles open, and nothing else.
#pragma once

#include "web/visit.hpp"

#include <string>
#include <vector>

namespace badgewatch::web {

struct NavigationItem {
  std::string href;
  std::string text;
};

std::vector<NavigationItem> navigation(const Visit& visit);

}  // namespace badgewatch::web
