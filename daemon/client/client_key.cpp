#include "client/client_key.hpp"

#include "core/json_writer.hpp"

namespace badgewatch::client {
namespace {

constexpr std::int64_t assertion_seconds = 60;

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

}  // namespace

ClientKey::ClientKey(std::string client_id, std::shared_ptr<const access::SigningKey> key)
    : client_id_(std::move(client_id)), key_(std::move(key)) {}

core::Result<std::shared_ptr<const ClientKey>> ClientKey::read(std::string client_id,
                                                               const std::string& path) {
  if (!core::Uuid::parse(client_id)) return invalid("The client's id is not of its form.");
  auto key = access::SigningKey::read(path);
  if (!key) return key.error();
  return std::shared_ptr<const ClientKey>(new ClientKey(std::move(client_id), std::move(*key)));
}

core::Result<std::string> ClientKey::token_request(const std::string& audience,
                                                   const core::Clock& clock,
                                                   core::Randomness& randomness) const {
  const auto second = clock.now().micros / 1'000'000;
  core::JsonWriter claims;
  claims.begin_object().member("iss", client_id_).member("sub", client_id_);
  claims.member("aud", audience).member("jti", core::new_uuid(clock, randomness).text());
  claims.member("iat", second).member("exp", second + assertion_seconds).end_object();
  // A registered key need not have the kid that this side would give it.
  const auto assertion = key_->sign(claims.text(), /*names_key=*/false);
  if (!assertion) return assertion.error();
  // Nothing in it needs an escape in a form.
  return "grant_type=client_credentials&client_assertion_type="
         "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" +
         *assertion;
}

}  // namespace badgewatch::client
