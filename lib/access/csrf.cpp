#include "access/csrf.hpp"

#include "core/text.hpp"

#include <openssl/crypto.h>

#include <algorithm>

namespace badgewatch::access {

namespace {

core::Error from_elsewhere() {
  return {core::Errc::forbidden, "This request comes from another site, so it is not done."};
}

std::string own_origin(const http::RequestHead& head) {
  return (head.https ? "https://" : "http://") +
         core::ascii_lower(http::header(head.headers, "Host"));
}

bool has(const http::RequestHead& head, std::string_view name) {
  return std::any_of(head.headers.begin(), head.headers.end(),
                     [&](const auto& one) { return http::same_name(one.first, name); });
}

// Every field of that name passes.
template <class Passes>
bool all_pass(const http::RequestHead& head, std::string_view name, Passes&& passes) {
  return std::all_of(head.headers.begin(), head.headers.end(), [&](const auto& one) {
    return !http::same_name(one.first, name) || passes(std::string_view(one.second));
  });
}

bool same_secret(std::string_view sent, std::string_view expected) {
  return !expected.empty() && sent.size() == expected.size() &&
         CRYPTO_memcmp(sent.data(), expected.data(), sent.size()) == 0;
}

}  // namespace

bool is_safe(std::string_view method) {
  return method == "GET" || method == "HEAD";
}

core::Result<void> check_same_origin(const http::RequestHead& head, std::string_view public_url) {
  const bool by_site =
      all_pass(head, "Sec-Fetch-Site", [](std::string_view site) { return site == "same-origin"; });
  if (!by_site) return from_elsewhere();
  const auto own = own_origin(head);
  const bool by_origin = all_pass(head, "Origin", [&](std::string_view origin) {
    return origin == own || (!public_url.empty() && origin == public_url);
  });
  if (!by_origin) return from_elsewhere();
  return {};
}

core::Result<void> check_csrf(const http::RequestHead& head, std::string_view public_url,
                              std::string_view sent, std::string_view expected) {
  if (auto own = check_same_origin(head, public_url); !own) return own;
  if (!same_secret(sent, expected))
    return core::Error(core::Errc::forbidden,
                       has(head, csrf_header)
                           ? "The X-CSRF-Token is not this session's."
                           : "Send the session's CSRF token, which GET /v1/session gives, as "
                             "X-CSRF-Token.");
  return {};
}

}  // namespace badgewatch::access
