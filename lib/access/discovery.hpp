// What an identity provider says of itself (OpenID Connect Discovery 1.0; RFC 9207).
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::access {

struct ProviderMetadata {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  std::string end_session_endpoint;  // empty: it offers no sign-out
  // It names itself in each answer, so that one without its name is another's.
  bool says_issuer = false;
};

// Where the document of that issuer lies.
std::string discovery_url(std::string_view issuer);

// Errc::invalid, with a sentence for the operator, unless `issuer` is exactly the one asked, the
// endpoints are there and are addresses of https (http only where `plain`, for tests and demos),
// and what it says it can do has room for the code flow with PKCE S256 and for an algorithm that is
// taken here. Pure.
core::Result<ProviderMetadata> read_discovery(std::string_view document, std::string_view issuer,
                                              bool plain);

// An issuer as the settings may name it: https://host[:port][/path] without query, fragment and
// slash at its end beyond what the provider itself writes; http://127.0.0.1 and the like where
// `plain`.
bool is_issuer(std::string_view text, bool plain);

}  // namespace badgewatch::access
