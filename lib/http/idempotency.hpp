// The Idempotency-Key header.
#pragma once

#include "core/result.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>

namespace badgewatch::http {

inline constexpr std::size_t max_idempotency_key = 255;

// Bare or as a quoted string of RFC 9651 section 3.3.3: abc and "abc" are the same key. Nothing
// when the header is absent. Errc::malformed when it is empty, longer than `max_idempotency_key`,
// or not of visible ASCII characters (spaces only inside quotes).
core::Result<std::optional<std::string>> read_idempotency_key(const Headers& headers);

}  // namespace badgewatch::http
