// SHA-256. Throws std::runtime_error when OpenSSL has none.
#pragma once

#include "core/bytes.hpp"

#include <string_view>

namespace badgewatch::access {

core::Hash sha256(std::string_view text);

}  // namespace badgewatch::access
