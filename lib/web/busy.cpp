#include "web/busy.hpp"

#include "web/messages.hpp"

namespace badgewatch::web {

http::Response busy_with_files(const Visit& visit) {
  const auto title = std::string(say("refused.files.title"));
  Part content("refusal");
  content.set("TITLE", title).set("TEXT", say("refused.files.text")).show("FAULT", false);
  content.set("REQUEST", visit.request.head.request_id);
  auto response = show(visit, 503, {.title = title, .content = std::move(content)});
  response.headers.emplace_back("Retry-After", "30");
  return response;
}

}  // namespace badgewatch::web
