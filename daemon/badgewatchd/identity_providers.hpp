// The identity providers of the settings, and all that signing in there needs.
#pragma once

#include "access/identity_providers.hpp"
#include "api/provider_parts.hpp"
#include "app/provider_officers.hpp"
#include "badgewatchd/database.hpp"
#include "config/config.hpp"
#include "core/result.hpp"
#include "domain/authority.hpp"
#include "send/https_sender.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace badgewatch::daemon {

// With their keys and secrets read. Errc::invalid names every provider whose key or secret cannot
// be used, or that speaks for an authority which is not there, a sentence a line.
core::Result<std::vector<access::ProviderSettings>> provider_settings(
    const OidcConfig& config, const domain::Authorities& authorities);

// Owned in the order of its making.
class ProviderSignIn {
public:
  // All outlive it. Errc::invalid as above. Asks no provider yet. `public_url` is asked at each
  // sign-in.
  static core::Result<std::unique_ptr<ProviderSignIn>> make(
      const OidcConfig& config, const Database& database, const domain::Authorities& authorities,
      const core::Clock& clock, core::Randomness& randomness,
      std::function<std::string()> public_url);

  api::ProviderParts& parts() { return parts_; }

private:
  ProviderSignIn(const OidcConfig& config, const Database& database, const core::Clock& clock,
                 core::Randomness& randomness, std::function<std::string()> public_url);

  send::HttpsSender sender_;
  access::IdentityProviders providers_;
  app::ProviderOfficers officers_;
  std::unique_ptr<ports::UsedSignIns> used_;
  api::ProviderParts parts_;
};

}  // namespace badgewatch::daemon
