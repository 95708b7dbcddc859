// A client assertion (RFC 7523): a JWT by which a client says who it is. Reading one believes
// nothing of it; is_signed_by() does, for one registered key.
#pragma once

#include "access/public_key.hpp"
#include "core/clock.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::access {

inline constexpr std::size_t longest_assertion = 8 * 1024;

struct Assertion {
  Algorithm algorithm = Algorithm::es256;
  std::optional<std::string> kid;
  std::string issuer;
  std::string subject;
  std::string audience;
  std::int64_t expires = 0;  // seconds since 1970
  std::optional<std::int64_t> issued;
  std::optional<std::int64_t> not_before;
  std::string id;  // jti
};

// Nothing, whatever the cause, unless it is a compact JWS of at most 8 KiB, in base64url of one
// form, with strict JSON in header and claims (no member twice), ES256 or PS256, no `crit` and no
// `b64`, a `typ` of JWT or client-authentication+jwt if any, the claims iss, sub, aud (one), exp
// and jti, and times in whole seconds. `jku`, `x5u`, `jwk` and the like are not looked at. Pure.
std::optional<Assertion> read_assertion(std::string_view compact);

struct AssertionRules {
  std::vector<std::string> audiences;  // what `aud` may be
  std::chrono::seconds longest{300};   // from issue to expiry
  std::chrono::seconds skew{30};       // how far ahead a client's clock may be
};

// Whether its claims are for us and for now. One that is expired is refused without grace.
bool is_in_order(const Assertion& assertion, const AssertionRules& rules, core::Instant now);

// Whether the key made the signature, by the key's own algorithm.
bool is_signed_by(std::string_view compact, const Assertion& assertion, const PublicKey& key);

// Does the work of is_signed_by() for nothing, so that an unknown client takes as long as a wrong
// signature.
void pretend_to_verify(std::string_view compact, const Assertion& assertion);

}  // namespace badgewatch::access
