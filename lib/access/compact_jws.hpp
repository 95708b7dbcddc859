// A signed JWT in its compact form (RFC 7515 section 7.1), taken apart and believed in nothing.
#pragma once

#include "core/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::access {

struct CompactJws {
  core::Json header;
  core::Json claims;
  std::size_t signature_bytes = 0;
};

// Nothing unless it is three parts in base64url of one form, at most `longest` bytes in all, with
// strict JSON objects as header and claims (no member twice) and a signature that is not empty.
std::optional<CompactJws> take_apart(std::string_view compact, std::size_t longest);

// Whether the header asks for what is not done here: extensions that must be understood (`crit`),
// or a payload that is not encoded (`b64`).
bool has_extensions(const core::Json& header);

// A member that is text of 1 to 500 bytes.
std::optional<std::string> text_in(const core::Json& json, std::string_view name);

// Seconds since 1970 of a claim that may be left out: false when it is there and is no whole second
// that an Instant can hold.
bool read_time(const core::Json& claims, std::string_view name, std::optional<std::int64_t>& out);

// Whether the public key (a JWK) made the signature, by the algorithm that the header names: the
// caller has seen to it that this one is allowed and is the key's. By cjose.
bool is_signed_by_jwk(std::string_view compact, std::string_view jwk);

}  // namespace badgewatch::access
