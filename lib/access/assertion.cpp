#include "access/assertion.hpp"

#include "access/jose.hpp"
#include "core/json.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

constexpr std::size_t curve_signature_bytes = 64;
constexpr std::size_t longest_text = 500;
// The last second that an Instant can hold.
constexpr std::int64_t last_second = 9'223'372'036'854;

struct Pieces {
  core::Json header;
  core::Json claims;
  std::size_t signature_bytes = 0;
};

std::optional<core::Json> object_of(std::string_view base64url) {
  const auto bytes = core::from_base64url(base64url);
  if (!bytes) return std::nullopt;
  auto json = core::parse_json(core::as_text(*bytes));
  if (!json || json->object() == nullptr) return std::nullopt;
  return std::move(*json);
}

std::optional<Pieces> take_apart(std::string_view compact) {
  if (compact.size() > longest_assertion) return std::nullopt;
  const auto parts = core::split(compact, '.');
  if (parts.size() != 3) return std::nullopt;
  auto header = object_of(parts[0]);
  auto claims = object_of(parts[1]);
  const auto signature = core::from_base64url(parts[2]);
  if (!header || !claims || !signature || signature->empty()) return std::nullopt;
  return Pieces{std::move(*header), std::move(*claims), signature->size()};
}

std::optional<std::string> text_in(const core::Json& json, std::string_view name) {
  const auto* member = json.find(name);
  if (member == nullptr || member->string() == nullptr || member->string()->empty() ||
      member->string()->size() > longest_text)
    return std::nullopt;
  return *member->string();
}

// Of a claim that may be left out: false when it is there and no whole second.
bool read_time(const core::Json& claims, std::string_view name, std::optional<std::int64_t>& out) {
  const auto* member = claims.find(name);
  if (member == nullptr) return true;
  if (member->integer() == nullptr || *member->integer() < 0 || *member->integer() > last_second)
    return false;
  out = *member->integer();
  return true;
}

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

bool read_header(const Pieces& pieces, Assertion& out) {
  const auto& header = pieces.header;
  const auto algorithm = algorithm_named(text_in(header, "alg").value_or(""));
  if (!algorithm || header.find("crit") != nullptr || header.find("b64") != nullptr ||
      !is_of_type(header))
    return false;
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

bool verifies(std::string_view compact, const PublicKey& key) {
  const auto jwk = jose_key(key.jwk);
  cjose_err error{};
  const JoseSignature jws(cjose_jws_import(compact.data(), compact.size(), &error));
  return jwk && jws && cjose_jws_verify(jws.get(), jwk.get(), &error);
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
  const auto pieces = take_apart(compact);
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
  return assertion.algorithm == key.algorithm && verifies(compact, key);
}

void pretend_to_verify(std::string_view compact, const Assertion& assertion) {
  (void)verifies(compact, decoy(assertion.algorithm));
}

}  // namespace badgewatch::access
