#include "badgewatchd/signing_in.hpp"

namespace badgewatch::daemon {

app::SignInRules sign_in_rules(const SignInConfig& config) {
  using std::chrono::minutes;
  return {.idle = minutes(config.idle_minutes),
          .longest = minutes(config.longest_minutes),
          .fresh = minutes(config.fresh_minutes),
          .invitation = std::chrono::hours(24) * config.invitation_days};
}

SigningIn::SigningIn(const Config& config, store::Store& store, access::Authenticator& systems,
                     app::Trace& trace, const core::Clock& clock, core::Randomness& randomness)
    : accounts(store.officers(), store.local_accounts(), store.sessions(), trace, clock, randomness,
               sign_in_rules(config.sign_in)),
      local(store.officers(), store.local_accounts(), store.sign_in_pace(), passwords, clock),
      identifier(systems, store.sessions(), clock, accounts.rules().idle),
      parts{accounts, local, passwords, config.http.public_url} {}

}  // namespace badgewatch::daemon
