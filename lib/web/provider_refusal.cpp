#include "web/provider_refusal.hpp"

#include "core/json.hpp"
#include "http/media_type.hpp"
#include "web/json_view.hpp"
#include "web/messages.hpp"

namespace badgewatch::web {

bool is_on_way_to_provider(const http::RequestHead& head) {
  const std::string_view path = head.path;
  return head.method == "GET" && path.starts_with("/v1/identity-providers/") &&
         (path.ends_with("/sign-in") || path.ends_with("/callback")) &&
         http::asks_for(head.headers, "text/html");
}

http::Response show_provider_refusal(const Visit& visit, const http::Response& answer) {
  Part content("provider_refusal");
  const auto problem = core::parse_json(answer.body);
  content.maybe("DETAIL", problem ? JsonView(*problem)["detail"].text() : "");
  auto page =
      show(visit, answer.status,
           {.title = std::string(say("sign_in.refused.title")), .content = std::move(content)});
  for (const auto& field : answer.headers)
    if (http::same_name(field.first, "Set-Cookie") || http::same_name(field.first, "Retry-After"))
      page.headers.push_back(field);
  return page;
}

}  // namespace badgewatch::web
