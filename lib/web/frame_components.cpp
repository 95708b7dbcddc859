#include "web/frame_components.hpp"

namespace badgewatch::web {

Part component(const SkipLink& link) {
  Part part("skip_link");
  part.set("TEXT", link.text).set("HREF", link.href);
  return part;
}

Part component(const GenericHeader& header) {
  Part part("generic_header");
  part.set("TEXT", header.text);
  return part;
}

Part component(const ServiceNavigation& navigation) {
  Part part("service_navigation");
  for (const auto& link : navigation.links)
    part.each("ITEM", Values()
                          .set("HREF", link.href)
                          .set("TEXT", link.text)
                          .show("ACTIVE", link.active)
                          .show("OTHER", !link.active));
  return part;
}

}  // namespace badgewatch::web
