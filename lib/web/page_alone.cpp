#include "web/page_alone.hpp"

#include "web/embedded.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

std::string_view style() {
  const auto all = embedded_assets();
  return std::find_if(all.begin(), all.end(),
                      [](const auto& one) { return one.name == "style.css"; })
      ->identity;
}

}  // namespace

// It is no page of the register's: its policy of content allows it its own style and nothing else.
http::Response page_alone(std::string_view file, std::string_view title, Part content) {
  Part part("page_alone");
  part.set("TITLE", title).add("CONTENT", std::move(content));
  auto body = render(part);
  constexpr std::string_view end_of_head = "</head>";
  body.insert(body.find(end_of_head), "<style>" + std::string(style()) + "</style>\n");
  return {.status = 200,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Disposition", "attachment; filename=\"" + std::string(file) + "\""},
                      {"Content-Security-Policy",
                       "default-src 'none'; style-src 'unsafe-inline'; sandbox"}},
          .body = std::move(body)};
}

}  // namespace badgewatch::web
