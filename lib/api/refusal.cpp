#include "api/refusal.hpp"

#include "api/checks.hpp"
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
  if (response.status == 401) {
    const bool sent = !http::header(head.headers, "Authorization").empty();
    challenge(response, sent ? R"(, error="invalid_token")" : "");
  }
  if (response.status == 403)
    challenge(response, R"(, error="insufficient_scope", scope=")" +
                            std::string(access::name_of(permission.scope)) + "\"");
  return response;
}

}  // namespace badgewatch::api
