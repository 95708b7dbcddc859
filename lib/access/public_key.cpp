#include "access/public_key.hpp"

#include "access/digest.hpp"
#include "access/jose.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

constexpr std::size_t coordinate_bytes = 32;
constexpr std::size_t least_modulus_bytes = 2048 / 8;
constexpr std::size_t most_modulus_bytes = 4096 / 8;
constexpr std::string_view exponent = "AQAB";  // 65537
constexpr std::size_t longest_kid = 100;
// Members of private and of shared keys.
constexpr const char* private_parts[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

core::Error wrong(const char* sentence) {
  return {core::Errc::invalid, sentence};
}

std::string_view text_of(const core::Json& jwk, std::string_view name) {
  const auto* member = jwk.find(name);
  if (member == nullptr || member->string() == nullptr) return {};
  return *member->string();
}

// As RFC 7638 wants it hashed: the members that make the key, in the order of their names.
struct Parts {
  Algorithm algorithm;
  std::vector<std::pair<std::string_view, std::string_view>> members;
};

core::Result<Parts> read_curve_key(const core::Json& jwk) {
  if (text_of(jwk, "crv") != "P-256") return wrong("An EC key must be of the curve P-256.");
  const auto x = text_of(jwk, "x");
  const auto y = text_of(jwk, "y");
  for (const auto coordinate : {x, y}) {
    const auto bytes = core::from_base64url(coordinate);
    if (!bytes || bytes->size() != coordinate_bytes)
      return wrong("`x` and `y` must be 32 bytes each, as base64url without padding.");
  }
  return Parts{Algorithm::es256, {{"crv", "P-256"}, {"kty", "EC"}, {"x", x}, {"y", y}}};
}

core::Result<Parts> read_rsa_key(const core::Json& jwk) {
  const auto n = text_of(jwk, "n");
  const auto modulus = core::from_base64url(n);
  if (!modulus || modulus->size() < least_modulus_bytes || modulus->size() > most_modulus_bytes ||
      modulus->front() < 0x80 || (modulus->back() & 1) == 0)
    return wrong("An RSA key must have a modulus `n` of 2,048 to 4,096 bits, as base64url.");
  if (text_of(jwk, "e") != exponent) return wrong("An RSA key's exponent `e` must be AQAB.");
  return Parts{Algorithm::ps256, {{"e", exponent}, {"kty", "RSA"}, {"n", n}}};
}

core::Result<Parts> read_parts(const core::Json& jwk) {
  const auto kind = text_of(jwk, "kty");
  if (kind == "EC") return read_curve_key(jwk);
  if (kind == "RSA") return read_rsa_key(jwk);
  return wrong("A key's `kty` must be EC (P-256, for ES256) or RSA (for PS256).");
}

std::string json_of(const Parts& parts) {
  core::JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : parts.members)
    out.member(name, value);
  return std::move(out.end_object()).take();
}

bool is_kid(std::string_view text) {
  return text.size() <= longest_kid &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

std::string_view name_of(Algorithm algorithm) {
  return algorithm == Algorithm::es256 ? "ES256" : "PS256";
}

std::optional<Algorithm> algorithm_named(std::string_view name) {
  for (const auto one : {Algorithm::es256, Algorithm::ps256})
    if (name == name_of(one)) return one;
  return {};
}

core::Result<PublicKey> read_public_key(const core::Json& jwk) {
  if (jwk.object() == nullptr) return wrong("A key must be a JSON object (a JWK).");
  for (const auto* part : private_parts)
    if (jwk.find(part) != nullptr)
      return wrong(
          "It holds a private part. Register the public key alone; the private one has "
          "been sent about and must not be used any more.");
  const auto parts = read_parts(jwk);
  if (!parts) return parts.error();
  if (jwk.find("alg") != nullptr && text_of(jwk, "alg") != name_of(parts->algorithm))
    return wrong("A key's `alg` may only be ES256 for P-256 and PS256 for RSA.");
  if (jwk.find("use") != nullptr && text_of(jwk, "use") != "sig")
    return wrong("A key's `use` may only be sig.");
  if (jwk.find("kid") != nullptr && (text_of(jwk, "kid").empty() || !is_kid(text_of(jwk, "kid"))))
    return wrong("A key's `kid` must have 1 to 100 visible ASCII characters.");

  PublicKey key;
  key.algorithm = parts->algorithm;
  key.jwk = json_of(*parts);
  key.thumbprint = sha256(key.jwk);
  key.kid = text_of(jwk, "kid");
  if (key.kid.empty()) key.kid = core::base64url(key.thumbprint);
  if (!jose_key(key.jwk)) return wrong("That is no key: its numbers do not fit together.");
  return key;
}

core::Result<std::vector<PublicKey>> read_public_keys(const core::Json& jwks) {
  const auto* list = jwks.find("keys");
  if (list == nullptr || list->array() == nullptr || list->array()->empty() ||
      list->array()->size() > most_keys_of_a_client)
    return wrong("It must be a JWK Set, {\"keys\": [...]}, of one key, or two while they change.");
  std::vector<PublicKey> keys;
  for (const auto& one : *list->array()) {
    auto key = read_public_key(one);
    if (!key) return key.error();
    for (const auto& other : keys)
      if (other.kid == key->kid || other.thumbprint == key->thumbprint)
        return wrong("The two keys must differ, and so must their `kid`.");
    keys.push_back(std::move(*key));
  }
  return keys;
}

std::string write_public_keys(std::span<const PublicKey> keys) {
  core::JsonWriter out;
  out.begin_object().key("keys").begin_array();
  for (const auto& key : keys) {
    const auto parts = core::parse_json(key.jwk);
    out.begin_object().member("alg", name_of(key.algorithm)).member("kid", key.kid);
    out.member("use", "sig");
    for (const auto& [name, value] : *parts->object())
      out.member(name, *value.string());
    out.end_object();
  }
  return std::move(out.end_array().end_object()).take();
}

}  // namespace badgewatch::access
