// A client proves who it is: private_key_jwt, RFC 7523 section 2.2.
#pragma once

#include "access/assertion.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "ports/clients.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::access {

struct ProvenClient {
  ports::Client client;
  core::Hash key{};  // thumbprint of the key that signed
  // To be kept with what is given for it: seen again, it is a replay.
  ports::UsedAssertion assertion;
};

// Errc::unauthenticated in the words that every refusal of a client has.
core::Error refused_client();

// Thread safe.
class ClientAuthentication {
public:
  // `audiences`: what an assertion may name as us; asked at each.
  ClientAuthentication(ports::Clients& clients, const core::Clock& clock,
                       std::function<std::vector<std::string>()> audiences);

  // `peer` is the address that the request came from. Refusals are all alike, and whether there is
  // such a client shows neither in the words nor in the work done. Cost: one read of the database
  // and at most two signatures. Errc::unavailable when the database does not answer.
  core::Result<ProvenClient> prove(std::string_view assertion, std::string_view peer) const;

private:
  ports::Clients& clients_;
  const core::Clock& clock_;
  std::function<std::vector<std::string>()> audiences_;
};

}  // namespace badgewatch::access
