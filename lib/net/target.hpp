// The target of a request line, RFC 9112 section 3.2: only the origin-form is taken.
#pragma once

#include "net/refusal.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace badgewatch::net {

struct Target {
  std::string path;   // as http::RequestHead::path promises it
  std::string query;  // as sent, without its '?'
};

// Refused: other forms, a fragment, bytes outside 0x21 to 0x7e, what no path may hold (RFC 3986),
// broken percent-encoding, and what only shows once a segment is decoded: control characters, dot
// segments, invalid UTF-8. Of the query only control characters are looked at.
std::variant<Target, Refusal> read_target(std::string_view target);

}  // namespace badgewatch::net
