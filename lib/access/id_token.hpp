// ID tokens: what an identity provider says of whoever signed in there (OpenID Connect Core 1.0,
// sections 2 and 3.1.3.7), and the logout tokens by which it says that they signed out.
#pragma once

#include "access/issuer_key.hpp"
#include "core/bytes.hpp"
#include "core/clock.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace badgewatch::access {

inline constexpr std::size_t longest_id_token = 16UL * 1024;
inline constexpr std::size_t longest_subject = 255;

struct IdTokenRules {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  // How far the provider's clock may differ from ours, either way.
  std::chrono::seconds skew{60};
  // From its issue: a token comes straight from the provider, so an old one is no fresh sign-in.
  std::chrono::seconds longest_age{300};
  // How long ago the person may have proven who they are; nothing: that is the provider's affair.
  std::optional<std::chrono::seconds> max_age = {};
  std::vector<std::string> acr = {};  // one of these; none: any
};

struct IdToken {
  std::string subject;
  std::optional<core::Instant> authenticated_at;  // when they proved themselves, where it says so
  core::Json claims;
};

// Why a token is refused, for a metric and the operator's log: no part of a token is in it.
enum class TokenFault {
  malformed,
  algorithm,
  unknown_key,  // asking for the provider's keys anew may help
  signature,
  issuer,
  audience,
  nonce,
  expired,
  not_yet,
  stale,           // issued too long ago
  authentication,  // too long ago, or not of the kind that is asked for
};

std::string_view name_of(TokenFault fault);

// Nothing of the token is believed before one of `keys` made its signature by ES256, PS256 or
// RS256. A token that names a key (kid) is verified by that one alone; one that names none, only
// where there is a single key of its kind. Then: issuer, audience (this client alone; `azp` too
// where it is there), nonce, times, authentication. Pure.
std::variant<IdToken, TokenFault> verify_id_token(std::string_view compact,
                                                  std::span<const IssuerKey> keys,
                                                  const IdTokenRules& rules, core::Instant now);

struct LogoutToken {
  std::string subject;
  core::Hash use{};     // of issuer and jti: each is taken once
  core::Instant until;  // when it is refused by its age
};

// OpenID Connect Back-Channel Logout 1.0, section 2.6, of a token that names a subject. Of `rules`
// count issuer, client, skew and longest age.
std::variant<LogoutToken, TokenFault> verify_logout_token(std::string_view compact,
                                                          std::span<const IssuerKey> keys,
                                                          const IdTokenRules& rules,
                                                          core::Instant now);

}  // namespace badgewatch::access
