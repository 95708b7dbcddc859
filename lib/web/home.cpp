#include "web/home.hpp"

#include "web/messages.hpp"

namespace badgewatch::web {

http::Response show_home(const Visit& visit) {
  Part content("home");
  return show(
      visit, 200,
      {.title = std::string(say("home.title")), .content = std::move(content), .active = "/"});
}

}  // namespace badgewatch::web
