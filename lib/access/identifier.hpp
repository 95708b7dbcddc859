// Who asks, whichever way they say it: a system by Authorization, a person by the cookie of their
// session. Both at once is refused: which of them acts must not be guessed.
#pragma once

#include "access/authenticator.hpp"
#include "ports/sessions.hpp"

namespace badgewatch::access {

// Thread safe. A session is looked up in the database each time, so that what ends it, at whichever
// daemon, ends it at once.
class Identifier final : public Identification {
public:
  // All outlive it.
  Identifier(Identification& systems, ports::Sessions& sessions, const core::Clock& clock,
             std::chrono::seconds idle)
      : systems_(systems), sessions_(sessions), clock_(clock), idle_(idle) {}

  // Errc::malformed for both kinds at once, or a session's cookie twice.
  core::Result<Credential> authenticate(const http::RequestHead& head) override;

private:
  core::Result<Credential> of_session(std::string_view token);

  Identification& systems_;
  ports::Sessions& sessions_;
  const core::Clock& clock_;
  std::chrono::seconds idle_;
};

// What a session in force is good for.
Credential credential_of(const ports::LiveSession& live, std::string_view token);

}  // namespace badgewatch::access
