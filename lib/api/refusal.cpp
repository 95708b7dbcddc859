#include "api/refusal.hpp"

#include "access/session_token.hpp"
#include "api/checks.hpp"
#include "http/cookie.hpp"
#include "http/problem.hpp"

#include <algorithm>

namespace badgewatch::api {

namespace {

void challenge(http::Response& response, const std::string& more) {
  auto& headers = response.headers;
  std::erase_if(headers,
                [](const auto& one) { return http::same_name(one.first, "WWW-Authenticate"); });
  headers.emplace_back("www-authenticate", R"(Bearer realm="badgewatch")" + more);
}

}  // namespace

http::Response refusal(const core::Error& error, const http::RequestHead& head,
                       const access::Permission& permission) {
  const bool is_check = permission.scope == access::Scope::checks;
  auto response = http::problem(is_check ? unproven_if_unavailable(error) : error);
  const bool sent = !http::header(head.headers, "Authorization").empty();
  const bool has_cookie = !http::cookies(head.headers, access::session_cookie_name).empty();
  if (response.status == 401) {
    if (has_cookie) response.headers.emplace_back("Set-Cookie", access::ended_session_cookie());
    challenge(response, sent ? R"(, error="invalid_token")" : "");
  }
  if (response.status == 403 && !has_cookie)
    challenge(response, R"(, error="insufficient_scope", scope=")" +
                            std::string(access::name_of(permission.scope)) + "\"");
  return response;
}

}  // namespace badgewatch::api
