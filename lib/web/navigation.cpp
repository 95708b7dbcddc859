#include "web/navigation.hpp"

#include "web/messages.hpp"

namespace badgewatch::web {

std::vector<NavigationItem> navigation(const Visit& visit) {
  std::vector<NavigationItem> items;
  if (visit.who == nullptr) return items;
  items.push_back({"/", std::string(say("nav.home"))});
  return items;
}

}  // namespace badgewatch::web
