// From the Authorization header to a caller with scopes: an API key, or an access token.
#pragma once

#include "access/credential.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "ports/clients.hpp"
#include "ports/keys.hpp"

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace badgewatch::access {

struct AuthenticatorOptions {
  // How long a key or token that was found is believed: a revoked one ends within that time.
  std::chrono::seconds believed{10};
};

// Thread safe.
class Authenticator final : public Identification {
public:
  Authenticator(ports::Keys& keys, ports::Clients& clients, const core::Clock& clock,
                AuthenticatorOptions options);

  core::Result<Credential> authenticate(const http::RequestHead& head) override;

  // Believes nothing any more: what this daemon revoked ends here at once.
  void forget();

private:
  // What a key or a token is good for.
  struct Grant {
    Credential credential;
    std::vector<std::string> networks;
    std::optional<std::string> certificate;     // that a token is bound to
    std::optional<core::Instant> until;         // of a token
    std::optional<core::Instant> import_until;  // of a key with the scope `import`
    core::Uuid key;                             // to note its use; none of a token
  };
  struct Known {
    Grant grant;
    core::Instant asked_at;
  };

  core::Result<Grant> look_up(std::string_view secret);
  core::Result<Grant> read(std::string_view secret, const core::Hash& hash);
  void note_use(const Grant& grant, core::Instant now);

  ports::Keys& keys_;
  ports::Clients& clients_;
  const core::Clock& clock_;
  AuthenticatorOptions options_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;
  std::unordered_map<core::Uuid, core::Instant> noted_;  // when the use of a key was last written
};

}  // namespace badgewatch::access
