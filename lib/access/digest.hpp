// SHA-256, and HMAC by it (RFC 2104). Throws std::runtime_error when OpenSSL has none.
#pragma once

#include "core/bytes.hpp"

#include <string_view>

namespace badgewatch::access {

core::Hash sha256(std::string_view text);
core::Hash hmac_sha256(const core::Hash& key, std::string_view text);

}  // namespace badgewatch::access
