#include "access/discovery.hpp"

#include "access/compact_jws.hpp"
#include "access/issuer_key.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

core::Error wrong(std::string sentence) {
  return {core::Errc::invalid, std::move(sentence)};
}

bool is_plain_loopback(std::string_view text) {
  for (const std::string_view host : {"http://127.0.0.1", "http://[::1]", "http://localhost"}) {
    if (!text.starts_with(host)) continue;
    const auto rest = text.substr(host.size());
    if (rest.empty() || rest.front() == ':' || rest.front() == '/') return true;
  }
  return false;
}

// An address with a host and nothing that a reader could take for another host.
bool is_address(std::string_view text, bool plain) {
  constexpr std::string_view scheme = "https://";
  const auto is_visible = [](char c) { return c > ' ' && c < '\x7f'; };
  if (!std::all_of(text.begin(), text.end(), is_visible) ||
      text.find_first_of("#\\\"<>@") != std::string_view::npos)
    return false;
  if (plain && is_plain_loopback(text)) return true;
  return text.starts_with(scheme) && text.size() > scheme.size() && text[scheme.size()] != '/' &&
         text[scheme.size()] != ':' && text[scheme.size()] != '?';
}

// Whether the list names it, or is not there.
bool has_room_for(const core::Json& document, std::string_view list, std::string_view wanted) {
  const auto* member = document.find(list);
  if (member == nullptr) return true;
  if (member->array() == nullptr) return false;
  return std::any_of(member->array()->begin(), member->array()->end(), [&](const core::Json& one) {
    return one.string() != nullptr && *one.string() == wanted;
  });
}

bool has_common_algorithm(const core::Json& document) {
  for (const auto one : {TokenAlgorithm::es256, TokenAlgorithm::ps256, TokenAlgorithm::rs256})
    if (has_room_for(document, "id_token_signing_alg_values_supported", name_of(one))) return true;
  return false;
}

}  // namespace

std::string discovery_url(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string(issuer) + "/.well-known/openid-configuration";
}

core::Result<ProviderMetadata> read_discovery(std::string_view document, std::string_view issuer,
                                              bool plain) {
  const auto json = core::parse_json(document);
  if (!json || json->object() == nullptr) return wrong("Its discovery document is no JSON object.");
  if (text_in(*json, "issuer") != issuer)
    return wrong("Its discovery document names another issuer than the settings.");
  ProviderMetadata out;
  const auto take = [&](std::string_view name, std::string& to) {
    to = text_in(*json, name).value_or("");
    return is_address(to, plain);
  };
  if (!take("authorization_endpoint", out.authorization_endpoint) ||
      !take("token_endpoint", out.token_endpoint) || !take("jwks_uri", out.jwks_uri))
    return wrong(
        "Its discovery document lacks an authorization_endpoint, token_endpoint or jwks_uri of "
        "https.");
  if (json->find("end_session_endpoint") != nullptr &&
      !take("end_session_endpoint", out.end_session_endpoint))
    return wrong("Its end_session_endpoint is no address of https.");
  if (!has_room_for(*json, "response_types_supported", "code"))
    return wrong("It does not offer the authorization code flow.");
  if (!has_room_for(*json, "code_challenge_methods_supported", "S256"))
    return wrong("It does not offer PKCE with S256.");
  if (!has_common_algorithm(*json))
    return wrong("It signs ID tokens by none of ES256, PS256, RS256.");
  if (const auto* says = json->find("authorization_response_iss_parameter_supported")) {
    if (says->boolean() == nullptr)
      return wrong("Its authorization_response_iss_parameter_supported is not true or false.");
    out.says_issuer = *says->boolean();
  }
  return out;
}

bool is_issuer(std::string_view text, bool plain) {
  return text.size() <= 300 && is_address(text, plain) && text.find('?') == std::string_view::npos;
}

}  // namespace badgewatch::access
