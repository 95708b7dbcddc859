// Percent-encoding, RFC 3986 section 2.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::http {

// Decoded once. Nothing for a `%` without two hex digits behind it. With `plus_is_space` as in
// forms and queries (application/x-www-form-urlencoded).
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

// All but unreserved characters written as %XX, upper case.
std::string percent_encode(std::string_view text);

}  // namespace badgewatch::http
