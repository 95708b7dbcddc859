// An identity provider where people sign in, by OpenID Connect: the code flow with PKCE (RFC 9700).
#pragma once

#include "access/claim_roles.hpp"
#include "access/id_token.hpp"
#include "access/provider_attempt.hpp"
#include "access/provider_documents.hpp"
#include "access/signing_key.hpp"
#include "core/clock.hpp"
#include "core/secret.hpp"
#include "http/query.hpp"
#include "ports/sender.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace badgewatch::access {

struct ProviderSettings {
  std::string name;   // in its addresses here
  std::string title;  // as people know it
  std::string issuer;
  std::string client_id;
  // One of the two proves that it is this register which exchanges a code.
  std::shared_ptr<const SigningKey> key;  // private_key_jwt
  core::Secret secret;                    // client_secret_basic
  std::vector<std::string> scopes;        // besides `openid`
  std::string prompt;                     // empty: as the provider thinks fit
  std::optional<std::chrono::seconds> max_age;
  std::vector<std::string> acr;
  bool second_factor = false;  // it asks everybody who signs in there for one
  std::string name_claim = "name";
  ClaimMapping mapping;
  bool plain = false;  // a provider on this machine without TLS, for tests and demos
};

// Somebody whom the provider vouches for.
struct ProvenPerson {
  std::string subject;               // at the issuer
  std::string name;                  // may be empty
  std::optional<Standing> standing;  // nothing: the provider gives them no role here
  // They proved themselves just now, by a second factor too, and are not just still signed in.
  bool showed_second_factor = false;
  std::string path;  // where the browser goes now
};

struct SignInRefused {
  std::string cause;  // one of few words, for metrics and the operator's log
  core::Error error;  // for whoever signs in
};

// Thread safe. What asks the provider is for workers.
class IdentityProvider {
public:
  // `attempt_key`: as begin_attempt() has it. All outlive it.
  IdentityProvider(ProviderSettings settings, const core::Hash& attempt_key, ports::Sender& sender,
                   const core::Clock& clock, core::Randomness& randomness);

  const ProviderSettings& settings() const { return settings_; }

  struct Begun {
    std::string location;  // where the browser is sent
    std::string cookie;    // a value of Set-Cookie
  };
  // `redirect_uri` is the callback's whole address; `path` is_local_path(). `anew`: who is signed
  // in there already shall prove themselves again. Errc::unavailable while nothing is known of the
  // provider.
  core::Result<Begun> begin(std::string path, const std::string& redirect_uri, bool anew = false);

  struct Finished {
    std::variant<ProvenPerson, SignInRefused> outcome;
    std::string cookie;  // ends the attempt's; empty where none was found
  };
  // The callback. `use_state` is asked once the answer belongs to an attempt of this browser: false
  // where that state was used before, by whichever daemon. At most `most_at_once` exchanges are
  // under way, so that a provider that hangs does not take every worker.
  using UseState = std::function<core::Result<bool>(const core::Hash& state, core::Instant until)>;
  Finished finish(const http::Query& answer, const http::Headers& headers,
                  const std::string& redirect_uri, const UseState& use_state);

  // Whom the provider says that it signed out (back-channel).
  std::variant<LogoutToken, SignInRefused> read_logout(std::string_view token);

  // Where a browser goes to sign out there too; empty where the provider offers nothing of it, or
  // nothing is known of it now. Fetches nothing.
  std::string sign_out_url(const std::string& return_to);

  static constexpr int most_at_once = 8;

private:
  using Outcome = std::variant<ProvenPerson, SignInRefused>;

  // Nothing where the answer is one to go on with.
  std::optional<SignInRefused> check_answer(const ProviderMetadata& metadata,
                                            const ProviderAttempt& attempt,
                                            const http::Query& answer, const UseState& use_state);
  Outcome judge(const ProviderAttempt& attempt, const http::Query& answer,
                const std::string& redirect_uri, const UseState& use_state);
  Outcome believe(const std::string& token, const ProviderAttempt& attempt,
                  const ProviderDocuments& documents);
  // The ID token.
  std::variant<std::string, SignInRefused> exchange(const ProviderMetadata& metadata,
                                                    std::string_view code,
                                                    const ProviderAttempt& attempt,
                                                    const std::string& redirect_uri);
  core::Result<void> prove_client(const ProviderMetadata& metadata, std::string& form,
                                  ports::OutgoingRequest& request);

  ProviderSettings settings_;
  core::Hash attempt_key_;
  ports::Sender& sender_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  DocumentCache documents_;
  std::atomic<int> exchanges_ = 0;
};

}  // namespace badgewatch::access
