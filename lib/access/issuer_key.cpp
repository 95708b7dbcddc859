#include "access/issuer_key.hpp"

#include "access/compact_jws.hpp"
#include "access/public_key.hpp"

#include <array>

namespace badgewatch::access {

namespace {

struct AlgorithmName {
  TokenAlgorithm algorithm;
  std::string_view name;
};

constexpr std::array algorithm_names{
    AlgorithmName{TokenAlgorithm::es256, "ES256"},
    AlgorithmName{TokenAlgorithm::ps256, "PS256"},
    AlgorithmName{TokenAlgorithm::rs256, "RS256"},
};

// What public_key.hpp says of a registered key holds for these too, but for what they are for.
core::Result<PublicKey> public_part(const core::Json& jwk) {
  core::JsonObject bare;
  for (const auto& [name, value] : *jwk.object())
    if (name != "alg" && name != "use" && name != "kid" && name != "key_ops")
      bare.emplace_back(name, value);
  return read_public_key(core::Json(std::move(bare)));
}

bool may_sign(const core::Json& jwk) {
  if (jwk.find("use") != nullptr && text_in(jwk, "use") != "sig") return false;
  const auto* uses = jwk.find("key_ops");
  if (uses == nullptr) return true;
  if (uses->array() == nullptr) return false;
  for (const auto& one : *uses->array())
    if (one.string() != nullptr && *one.string() == "verify") return true;
  return false;
}

std::optional<IssuerKey> read_issuer_key(const core::Json& jwk) {
  if (jwk.object() == nullptr || !may_sign(jwk)) return std::nullopt;
  const auto key = public_part(jwk);
  if (!key) return std::nullopt;
  IssuerKey out;
  out.is_curve = key->algorithm == Algorithm::es256;
  out.jwk = key->jwk;
  if (jwk.find("alg") != nullptr) {
    out.only = token_algorithm_named(text_in(jwk, "alg").value_or(""));
    if (!out.only || !out.is_for(*out.only)) return std::nullopt;
  }
  if (jwk.find("kid") != nullptr) {
    const auto kid = text_in(jwk, "kid");
    if (!kid) return std::nullopt;
    out.kid = *kid;
  }
  return out;
}

}  // namespace

std::string_view name_of(TokenAlgorithm algorithm) {
  return algorithm_names.at(static_cast<std::size_t>(algorithm)).name;
}

std::optional<TokenAlgorithm> token_algorithm_named(std::string_view name) {
  for (const auto& one : algorithm_names)
    if (one.name == name) return one.algorithm;
  return std::nullopt;
}

core::Result<std::vector<IssuerKey>> read_issuer_keys(const core::Json& jwks) {
  const auto* list = jwks.find("keys");
  if (list == nullptr || list->array() == nullptr || list->array()->size() > most_issuer_keys)
    return core::Error(core::Errc::invalid, "Its keys are no JWK Set of at most 64 keys.");
  std::vector<IssuerKey> keys;
  for (const auto& one : *list->array())
    if (auto key = read_issuer_key(one)) keys.push_back(std::move(*key));
  if (keys.empty())
    return core::Error(core::Errc::invalid,
                       "Among its keys is none for ES256, PS256 or RS256 that could be used here.");
  return keys;
}

}  // namespace badgewatch::access
