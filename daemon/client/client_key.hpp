// A client's private key, with which it says who it is instead of showing an API key.
#pragma once

#include "access/signing_key.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"

#include <memory>
#include <string>

namespace badgewatch::client {

// Immutable, so thread safe.
class ClientKey {
public:
  // A PEM file that no other user may read: P-256 (ES256) or RSA of at least 2,048 bits (PS256).
  // Errc::invalid says what is wrong with it, never what is in it.
  static core::Result<std::shared_ptr<const ClientKey>> read(std::string client_id,
                                                             const std::string& path);

  // The form that POST /v1/token takes, with a fresh assertion for `audience`: good for one minute,
  // and once.
  core::Result<std::string> token_request(const std::string& audience, const core::Clock& clock,
                                          core::Randomness& randomness) const;

private:
  ClientKey(std::string client_id, std::shared_ptr<const access::SigningKey> key);

  std::string client_id_;
  std::shared_ptr<const access::SigningKey> key_;
};

}  // namespace badgewatch::client
