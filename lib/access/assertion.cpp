#include "access/assertion.hpp"

#include "access/compact_jws.hpp"
#include "core/json.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

constexpr std::size_t curve_signature_bytes = 64;

// A list of several audiences is refused: another service that is among them could use it here.
std::optional<std::string> audience_of(const core::Json& claims) {
  const auto* member = claims.find("aud");
  if (member == nullptr) return std::nullopt;
  if (const auto* list = member->array()) {
    if (list->size() != 1 || list->front().string() == nullptr) return std::nullopt;
    return *list->front().string();
  }
  return text_in(claims, "aud");
}

bool is_of_type(const core::Json& header) {
  if (header.find("typ") == nullptr) return true;
  const auto type = core::ascii_lower(text_in(header, "typ").value_or(""));
  return type == "jwt" || type == "client-authentication+jwt";
}

bool read_header(const CompactJws& pieces, Assertion& out) {
  const auto& header = pieces.header;
  const auto algorithm = algorithm_named(text_in(header, "alg").value_or(""));
  if (!algorithm || has_extensions(header) || !is_of_type(header)) return false;
  if (*algorithm == Algorithm::es256 && pieces.signature_bytes != curve_signature_bytes)
    return false;
  out.algorithm = *algorithm;
  out.kid = text_in(header, "kid");
  return header.find("kid") == nullptr || out.kid.has_value();
}

bool read_claims(const core::Json& claims, Assertion& out) {
  std::optional<std::int64_t> expires;
  auto issuer = text_in(claims, "iss");
  auto subject = text_in(claims, "sub");
  auto audience = audience_of(claims);
  auto id = text_in(claims, "jti");
  if (!issuer || !subject || !audience || !id) return false;
  if (!read_time(claims, "exp", expires) || !read_time(claims, "iat", out.issued) ||
      !read_time(claims, "nbf", out.not_before) || !expires)
    return false;
  out.issuer = std::move(*issuer);
  out.subject = std::move(*subject);
  out.audience = std::move(*audience);
  out.id = std::move(*id);
  out.expires = *expires;
  return true;
}

// Keys of the usual sizes that are nobody's: the generator of P-256, and a number.
PublicKey decoy(Algorithm algorithm) {
  PublicKey key;
  key.algorithm = algorithm;
  key.jwk = R"({"crv":"P-256","kty":"EC","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",)"
            R"("y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"})";
  if (algorithm == Algorithm::ps256)
    key.jwk = R"({"e":"AQAB","kty":"RSA","n":")" +
              core::base64url(core::Bytes(256, std::uint8_t{0xC5})) + "\"}";
  return key;
}

}  // namespace

std::optional<Assertion> read_assertion(std::string_view compact) {
  const auto pieces = take_apart(compact, longest_assertion);
  Assertion assertion;
  if (!pieces || !read_header(*pieces, assertion) || !read_claims(pieces->claims, assertion))
    return std::nullopt;
  return assertion;
}

bool is_in_order(const Assertion& assertion, const AssertionRules& rules, core::Instant now) {
  const std::int64_t second = now.micros / 1'000'000;
  const std::int64_t skew = rules.skew.count();
  const std::int64_t latest_start =
      std::max(assertion.issued.value_or(0), assertion.not_before.value_or(0));
  const bool is_short =
      !assertion.issued || assertion.expires - *assertion.issued <= rules.longest.count();
  return std::find(rules.audiences.begin(), rules.audiences.end(), assertion.audience) !=
             rules.audiences.end() &&
         assertion.issuer == assertion.subject && assertion.expires > second &&
         latest_start <= second + skew && is_short &&
         assertion.expires <= second + skew + rules.longest.count();
}

bool is_signed_by(std::string_view compact, const Assertion& assertion, const PublicKey& key) {
  return assertion.algorithm == key.algorithm && is_signed_by_jwk(compact, key.jwk);
}

void pretend_to_verify(std::string_view compact, const Assertion& assertion) {
  (void)is_signed_by_jwk(compact, decoy(assertion.algorithm).jwk);
}

}  // namespace badgewatch::access
