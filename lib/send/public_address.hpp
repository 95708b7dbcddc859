// Which addresses are of the public internet: the others are a network's own affair, and whoever
// could have something sent there would reach through the register into it.
#pragma once

#include "core/ip_address.hpp"

#include <optional>
#include <string_view>

namespace badgewatch::send {

// What kind of address it is when it is none of the public internet, as "a private network";
// nothing for a public one. By the special-purpose address registries of IANA (RFC 6890), closed
// for IPv6: what is not global unicast is refused, and so is what carries an IPv4 address in it
// (6to4, Teredo, NAT64).
std::optional<std::string_view> not_public(const core::IpAddress& address);

}  // namespace badgewatch::send
