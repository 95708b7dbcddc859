#include "access/id_token.hpp"

#include "access/compact_jws.hpp"
#include "access/digest.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::access {

namespace {

constexpr std::size_t curve_signature_bytes = 64;
constexpr std::string_view logout_event = "http://schemas.openid.net/event/backchannel-logout";

using Fault = std::optional<TokenFault>;

bool is_of_type(const core::Json& header, std::string_view other) {
  if (header.find("typ") == nullptr) return true;
  const auto type = core::ascii_lower(text_in(header, "typ").value_or(""));
  return type == "jwt" || (!other.empty() && type == other);
}

bool is_subject(std::string_view text) {
  return !text.empty() && text.size() <= longest_subject &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

// The keys that may have signed.
std::vector<const IssuerKey*> candidates(std::span<const IssuerKey> keys, TokenAlgorithm algorithm,
                                         const std::optional<std::string>& kid) {
  std::vector<const IssuerKey*> out;
  for (const auto& key : keys)
    if (key.is_for(algorithm) && (!kid || key.kid == *kid)) out.push_back(&key);
  if (!kid && out.size() != 1) out.clear();
  return out;
}

Fault check_signature(std::string_view compact, const CompactJws& jws,
                      std::span<const IssuerKey> keys) {
  const auto algorithm = token_algorithm_named(text_in(jws.header, "alg").value_or(""));
  if (!algorithm) return TokenFault::algorithm;
  if (*algorithm == TokenAlgorithm::es256 && jws.signature_bytes != curve_signature_bytes)
    return TokenFault::signature;
  const auto kid = text_in(jws.header, "kid");
  if (jws.header.find("kid") != nullptr && !kid) return TokenFault::malformed;
  const auto possible = candidates(keys, *algorithm, kid);
  if (possible.empty()) return TokenFault::unknown_key;
  const bool is_signed = std::any_of(possible.begin(), possible.end(), [&](const auto* key) {
    return is_signed_by_jwk(compact, key->jwk);
  });
  return is_signed ? Fault() : TokenFault::signature;
}

bool is_for_us(const core::Json& claims, const std::string& client_id) {
  const auto* audience = claims.find("aud");
  if (audience == nullptr) return false;
  const core::Json* one = audience;
  // Who else is meant by it could bring it here.
  if (const auto* list = audience->array()) {
    if (list->size() != 1) return false;
    one = &list->front();
  }
  if (one->string() == nullptr || *one->string() != client_id) return false;
  return claims.find("azp") == nullptr || text_in(claims, "azp") == client_id;
}

struct Times {
  std::optional<std::int64_t> expires;
  std::optional<std::int64_t> issued;
  std::optional<std::int64_t> not_before;
  std::optional<std::int64_t> authenticated;
};

std::optional<Times> read_times(const core::Json& claims) {
  Times times;
  if (!read_time(claims, "exp", times.expires) || !read_time(claims, "iat", times.issued) ||
      !read_time(claims, "nbf", times.not_before) ||
      !read_time(claims, "auth_time", times.authenticated) || !times.expires || !times.issued)
    return std::nullopt;
  return times;
}

Fault check_times(const Times& times, const IdTokenRules& rules, std::int64_t second) {
  const auto skew = rules.skew.count();
  if (*times.expires <= second - skew) return TokenFault::expired;
  if (std::max(*times.issued, times.not_before.value_or(0)) > second + skew)
    return TokenFault::not_yet;
  if (*times.issued < second - skew - rules.longest_age.count()) return TokenFault::stale;
  return {};
}

Fault check_authentication(const core::Json& claims, const Times& times, const IdTokenRules& rules,
                           std::int64_t second) {
  if (rules.max_age && (!times.authenticated || *times.authenticated < second - rules.skew.count() -
                                                                           rules.max_age->count()))
    return TokenFault::authentication;
  if (rules.acr.empty()) return {};
  const auto acr = text_in(claims, "acr");
  const bool is_one = acr && std::find(rules.acr.begin(), rules.acr.end(), *acr) != rules.acr.end();
  return is_one ? Fault() : TokenFault::authentication;
}

// What ID tokens and logout tokens have in common.
std::variant<core::Json, TokenFault> verified_claims(std::string_view compact,
                                                     std::span<const IssuerKey> keys,
                                                     const IdTokenRules& rules,
                                                     std::string_view type) {
  auto jws = take_apart(compact, longest_id_token);
  if (!jws || has_extensions(jws->header) || !is_of_type(jws->header, type))
    return TokenFault::malformed;
  if (const auto fault = check_signature(compact, *jws, keys)) return *fault;
  const auto& claims = jws->claims;
  if (text_in(claims, "iss") != rules.issuer) return TokenFault::issuer;
  if (!is_for_us(claims, rules.client_id)) return TokenFault::audience;
  if (!is_subject(text_in(claims, "sub").value_or(""))) return TokenFault::malformed;
  return std::move(jws->claims);
}

bool has_logout_event(const core::Json& claims) {
  const auto* events = claims.find("events");
  const auto* event = events == nullptr ? nullptr : events->find(logout_event);
  return event != nullptr && event->object() != nullptr;
}

constexpr std::array<std::string_view, 11> fault_names = {
    "malformed", "algorithm", "unknown_key", "signature", "issuer",        "audience",
    "nonce",     "expired",   "not_yet",     "stale",     "authentication"};

}  // namespace

std::string_view name_of(TokenFault fault) {
  return fault_names.at(static_cast<std::size_t>(fault));
}

std::variant<IdToken, TokenFault> verify_id_token(std::string_view compact,
                                                  std::span<const IssuerKey> keys,
                                                  const IdTokenRules& rules, core::Instant now) {
  auto verified = verified_claims(compact, keys, rules, "");
  if (const auto* fault = std::get_if<TokenFault>(&verified)) return *fault;
  auto& claims = std::get<core::Json>(verified);
  const auto second = now.micros / 1'000'000;
  // The nonce of a sign-in is never empty.
  if (text_in(claims, "nonce") != rules.nonce) return TokenFault::nonce;
  const auto times = read_times(claims);
  if (!times) return TokenFault::malformed;
  if (const auto fault = check_times(*times, rules, second)) return *fault;
  if (const auto fault = check_authentication(claims, *times, rules, second)) return *fault;
  auto subject = *text_in(claims, "sub");
  IdToken token{std::move(subject), std::nullopt, std::move(claims)};
  if (times->authenticated) token.authenticated_at = {*times->authenticated * 1'000'000};
  return token;
}

std::variant<LogoutToken, TokenFault> verify_logout_token(std::string_view compact,
                                                          std::span<const IssuerKey> keys,
                                                          const IdTokenRules& rules,
                                                          core::Instant now) {
  auto verified = verified_claims(compact, keys, rules, "logout+jwt");
  if (const auto* fault = std::get_if<TokenFault>(&verified)) return *fault;
  const auto& claims = std::get<core::Json>(verified);
  const auto id = text_in(claims, "jti");
  const auto times = read_times(claims);
  // A nonce would make an ID token of it.
  if (!times || !id || !has_logout_event(claims) || claims.find("nonce") != nullptr)
    return TokenFault::malformed;
  if (const auto fault = check_times(*times, rules, now.micros / 1'000'000)) return *fault;
  const auto until = *times->issued + rules.longest_age.count() + 2 * rules.skew.count();
  return LogoutToken{
      *text_in(claims, "sub"), sha256("logout " + rules.issuer + "\n" + *id), {until * 1'000'000}};
}

}  // namespace badgewatch::access
