// How people sign in, wired.
#pragma once

#include "access/authenticator.hpp"
#include "access/identifier.hpp"
#include "api/sign_in_parts.hpp"
#include "config/config.hpp"
#include "store/store.hpp"

namespace badgewatch::daemon {

app::SignInRules sign_in_rules(const SignInConfig& config);

// In the order of their making.
struct SigningIn {
  // All outlive it.
  SigningIn(const Config& config, store::Store& store, access::Authenticator& systems,
            app::Trace& trace, const core::Clock& clock, core::Randomness& randomness);

  access::Passwords passwords;
  app::OfficerAccounts accounts;
  access::LocalSignIn local;
  access::Identifier identifier;
  api::SignIn parts;
};

}  // namespace badgewatch::daemon
