// The fields in which proxies say for whom they ask, read strictly. Pure functions.
#pragma once

#include "core/ip_address.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::net {

// More hops than any chain of proxies has.
inline constexpr std::size_t most_hops = 32;

// One element of a Forwarded field (RFC 7239 section 4). Parameters that are not there are empty.
struct ForwardedHop {
  std::string node;   // of `for`, unquoted: "192.0.2.1:80", "[2001:db8::1]", "unknown", "_x"
  std::string proto;  // in lower case
};

// The elements of one field line in their order. Nothing where it breaks the grammar: an unknown
// parameter is passed over, one given twice in an element is not.
std::optional<std::vector<ForwardedHop>> read_forwarded(std::string_view value);

// "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:4711".
std::optional<core::IpAddress> read_node(std::string_view text);

}  // namespace badgewatch::net
