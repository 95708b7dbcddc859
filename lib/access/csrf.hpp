// Whether an unsafe request comes from the register's own pages, and not from another site that
// makes a signed-in browser send it (OWASP, cross-site request forgery).
#pragma once

#include "core/result.hpp"
#include "http/message.hpp"

#include <string>
#include <string_view>

namespace badgewatch::access {

inline constexpr std::string_view csrf_header = "X-CSRF-Token";

// GET and HEAD change nothing.
bool is_safe(std::string_view method);

// By what browsers say of their own accord: Sec-Fetch-Site, where it is there, must be same-origin;
// Origin, where it is there, `public_url` or the address that the request was sent to. A program
// that is no browser says neither. Errc::forbidden.
core::Result<void> check_same_origin(const http::RequestHead& head, std::string_view public_url);

// That, and the session's token: `sent` is the header's value, or a form's hidden field.
core::Result<void> check_csrf(const http::RequestHead& head, std::string_view public_url,
                              std::string_view sent, std::string_view expected);

}  // namespace badgewatch::access
