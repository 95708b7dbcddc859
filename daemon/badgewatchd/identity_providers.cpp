#include "badgewatchd/identity_providers.hpp"

#include "client/target.hpp"
#include "core/text.hpp"
#include "proof/hash.hpp"

namespace badgewatch::daemon {

namespace {

access::ClaimMapping mapping_of(const ProviderConfig& config) {
  access::ClaimMapping out{.authorities = config.authorities,
                           .authority_claim = config.authority_claim,
                           .roles_claim = config.roles_claim,
                           .rules = {}};
  for (const auto& [role, values] : config.roles)
    out.rules.push_back({access::role_named(role).value(), values});
  return out;
}

access::ProviderSettings settings_of(const ProviderConfig& config, bool plain) {
  access::ProviderSettings out;
  out.name = config.name;
  out.title = config.title;
  out.issuer = config.issuer;
  out.client_id = config.client_id;
  out.scopes = config.scopes;
  out.prompt = config.prompt;
  if (config.max_age_seconds > 0)
    out.max_age = std::chrono::seconds(static_cast<std::int64_t>(config.max_age_seconds));
  out.acr = config.acr;
  out.second_factor = config.second_factor;
  out.name_claim = config.name_claim;
  out.mapping = mapping_of(config);
  out.plain = plain;
  return out;
}

core::Result<void> read_proof(const ProviderConfig& config, access::ProviderSettings& out) {
  if (config.client_key_file.empty()) {
    auto secret = client::read_key_file(config.client_secret_file.string());
    if (!secret) return secret.error();
    out.secret = std::move(*secret);
    return {};
  }
  auto key = access::SigningKey::read(config.client_key_file.string());
  if (!key) return key.error();
  out.key = std::move(*key);
  return {};
}

}  // namespace

core::Result<std::vector<access::ProviderSettings>> provider_settings(
    const OidcConfig& config, const domain::Authorities& authorities) {
  std::vector<access::ProviderSettings> out;
  std::vector<std::string> faults;
  for (const auto& one : config.providers) {
    auto settings = settings_of(one, config.plain_loopback);
    const auto head = "oidc.provider \"" + one.name + "\": ";
    if (auto read = read_proof(one, settings); !read)
      faults.push_back(
          head + (one.client_key_file.empty() ? "client_secret_file: " : "client_key_file: ") +
          read.error().detail());
    for (const auto& code : one.authorities)
      if (authorities.with_code(code) == nullptr)
        faults.push_back(head + "there is no authority with the code " + code + ".");
    out.push_back(std::move(settings));
  }
  if (!faults.empty()) return core::Error(core::Errc::invalid, core::join(faults, "\n"));
  return out;
}

ProviderSignIn::ProviderSignIn(const OidcConfig& config, const Database& database,
                               const core::Clock& clock, core::Randomness& randomness,
                               std::function<std::string()> public_url)
    : sender_({.ca_file = config.ca_file.string(), .plain_to_loopback = config.plain_loopback}),
      officers_(database.store->officers(), database.store->sessions(), database.store->checks(),
                clock, randomness),
      used_(database.store->new_used_sign_ins()),
      parts_{providers_, officers_, *used_, std::move(public_url)} {}

core::Result<std::unique_ptr<ProviderSignIn>> ProviderSignIn::make(
    const OidcConfig& config, const Database& database, const domain::Authorities& authorities,
    const core::Clock& clock, core::Randomness& randomness,
    std::function<std::string()> public_url) {
  auto settings = provider_settings(config, authorities);
  if (!settings) return settings.error();
  std::unique_ptr<ProviderSignIn> made(
      new ProviderSignIn(config, database, clock, randomness, std::move(public_url)));
  // The same at every daemon, so that a browser may come back to another than it went from.
  const auto key = proof::keyed_hash(database.lookup_key.reveal(),
                                     {core::as_bytes("badgewatch provider sign-in")});
  for (auto& one : *settings)
    made->providers_.add(std::make_unique<access::IdentityProvider>(
        std::move(one), key, made->sender_, clock, randomness));
  return made;
}

}  // namespace badgewatch::daemon
