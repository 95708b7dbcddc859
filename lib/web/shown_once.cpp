#include "web/shown_once.hpp"

#include "web/messages.hpp"

namespace badgewatch::web {

void add_secret(Sheet& sheet, std::string_view label, std::string_view value) {
  sheet.warning(say("secret.once")).heading(label);
  Part part("secret");
  part.set("VALUE", value);
  sheet.add(std::move(part));
}

}  // namespace badgewatch::web
