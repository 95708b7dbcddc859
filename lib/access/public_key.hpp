// The public keys that a client registers, as JWKs (RFC 7517): P-256 for ES256, RSA for PS256.
#pragma once

#include "core/bytes.hpp"
#include "core/json.hpp"
#include "core/result.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::access {

enum class Algorithm { es256, ps256 };

std::string_view name_of(Algorithm algorithm);
// Nothing for every other: `none`, HS256 and RS256 among them.
std::optional<Algorithm> algorithm_named(std::string_view name);

struct PublicKey {
  Algorithm algorithm = Algorithm::es256;
  std::string kid;          // the client's own, else the thumbprint
  std::string jwk;          // a JWK of the members that count
  core::Hash thumbprint{};  // RFC 7638, SHA-256
};

// The old and the new one while they change.
inline constexpr std::size_t most_keys_of_a_client = 2;

// Errc::invalid says in a sentence what is wrong: another curve, RSA below 2,048 or above 4,096
// bits or with an exponent other than 65537, a point that is not on the curve, a private part. What
// a JWK says besides (x5c, x5u, ...) is not looked at.
core::Result<PublicKey> read_public_key(const core::Json& jwk);
// A JWK Set of one or two keys, each with a kid of its own.
core::Result<std::vector<PublicKey>> read_public_keys(const core::Json& jwks);

// {"keys": [...]}
std::string write_public_keys(std::span<const PublicKey> keys);

}  // namespace badgewatch::access
