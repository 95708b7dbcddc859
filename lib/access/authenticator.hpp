// Who asks: from the Authorization header to a caller with scopes.
#pragma once

#include "access/scope.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "ports/keys.hpp"
#include "ports/unit_of_work.hpp"

#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace badgewatch::access {

struct Credential {
  ports::Caller caller;
  std::set<Scope> scopes;
  bool may(Scope scope) const { return scopes.contains(scope); }
};

struct AuthenticatorOptions {
  // How long a key that was found is believed: a revoked one ends within that time.
  std::chrono::seconds believed{10};
};

// Thread safe.
class Authenticator {
public:
  Authenticator(ports::Keys& keys, const core::Clock& clock, AuthenticatorOptions options);

  // `authorization` is the header's value. Errc::unauthenticated says no more than that.
  core::Result<Credential> authenticate(std::string_view authorization);

private:
  struct Known {
    ports::ApiKey key;
    core::Instant asked_at;
    core::Instant used_written_at;
  };

  core::Result<ports::ApiKey> look_up(const core::Hash& hash);

  ports::Keys& keys_;
  const core::Clock& clock_;
  AuthenticatorOptions options_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;
};

}  // namespace badgewatch::access
