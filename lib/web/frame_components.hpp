// Components of the GOV.UK Design System that stand once on each page, in its frame; held to the
// system's own examples as those of components.hpp are.
#pragma once

#include "web/part.hpp"

#include <string>
#include <vector>

namespace badgewatch::web {

struct SkipLink {
  std::string text;
  std::string href;
};
Part component(const SkipLink& link);

struct GenericHeader {
  std::string text;
};
Part component(const GenericHeader& header);

struct ServiceLink {
  std::string text;
  std::string href;
  bool active = false;  // what is shown belongs to it
};
struct ServiceNavigation {
  std::vector<ServiceLink> links;
};
Part component(const ServiceNavigation& navigation);

}  // namespace badgewatch::web
