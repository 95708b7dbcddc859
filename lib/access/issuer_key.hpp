// The public keys that an identity provider publishes (its JWK Set), as far as they can sign ID
// tokens here.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::access {

// What an ID token may be signed by. RS256 is no choice of this register's, but of providers that
// have no other.
enum class TokenAlgorithm { es256, ps256, rs256 };

std::string_view name_of(TokenAlgorithm algorithm);
std::optional<TokenAlgorithm> token_algorithm_named(std::string_view name);

struct IssuerKey {
  std::string kid;  // may be empty
  bool is_curve = false;
  std::optional<TokenAlgorithm> only;  // where the key says that it is for one algorithm
  std::string jwk;                     // the public members alone

  bool is_for(TokenAlgorithm algorithm) const {
    return is_curve == (algorithm == TokenAlgorithm::es256) && (!only || *only == algorithm);
  }
};

inline constexpr std::size_t most_issuer_keys = 64;

// Leaves out what signs no ID token here: keys for encryption, of other kinds, curves, sizes or
// algorithms, and whatever has a private part. Errc::invalid when nothing is left, or it is no set
// of at most `most_issuer_keys`. Pure.
core::Result<std::vector<IssuerKey>> read_issuer_keys(const core::Json& jwks);

}  // namespace badgewatch::access
