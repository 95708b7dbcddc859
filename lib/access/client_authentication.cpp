#include "access/client_authentication.hpp"

#include "access/digest.hpp"
#include "access/network.hpp"
#include "core/json.hpp"

namespace badgewatch::access {

namespace {

// Past the expiry, because the clocks of two daemons differ.
constexpr std::int64_t kept_longer_seconds = 60;

// The key of the client that made the signature.
std::optional<PublicKey> signing_key(const ports::Client& client, std::string_view compact,
                                     const Assertion& assertion) {
  const auto jwks = core::parse_json(client.jwks);
  if (!jwks) return std::nullopt;
  auto keys = read_public_keys(*jwks);
  if (!keys) return std::nullopt;
  bool verified = false;
  for (auto& key : *keys) {
    if (key.algorithm != assertion.algorithm || (assertion.kid && *assertion.kid != key.kid))
      continue;
    verified = true;
    if (is_signed_by(compact, assertion, key)) return std::move(key);
  }
  if (!verified) pretend_to_verify(compact, assertion);
  return std::nullopt;
}

}  // namespace

core::Error refused_client() {
  return {core::Errc::unauthenticated,
          "That is no assertion of a client in force that is meant for this register, is fresh, "
          "and was not used before."};
}

ClientAuthentication::ClientAuthentication(ports::Clients& clients, const core::Clock& clock,
                                           std::function<std::vector<std::string>()> audiences)
    : clients_(clients), clock_(clock), audiences_(std::move(audiences)) {}

core::Result<ProvenClient> ClientAuthentication::prove(std::string_view compact,
                                                       std::string_view peer) const {
  const auto assertion = read_assertion(compact);
  if (!assertion || !is_in_order(*assertion, {.audiences = audiences_()}, clock_.now()))
    return refused_client();
  const auto id = core::Uuid::parse(assertion->issuer);
  // One client, one way to write its id.
  if (!id || id->text() != assertion->issuer) return refused_client();
  auto client = clients_.find(*id);
  if (!client) return client.error();
  if (!*client) {
    pretend_to_verify(compact, *assertion);
    return refused_client();
  }
  const auto key = signing_key(**client, compact, *assertion);
  if (!key || (*client)->revoked_at || !admits((*client)->networks, peer)) return refused_client();
  return ProvenClient{
      .client = std::move(**client),
      .key = key->thumbprint,
      .assertion = {.id = sha256(assertion->id),
                    .kept_until = {(assertion->expires + kept_longer_seconds) * 1'000'000}}};
}

}  // namespace badgewatch::access
