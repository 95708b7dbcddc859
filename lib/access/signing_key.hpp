// A private key of this side's own, by which it proves who it is: JWTs signed by ES256 or PS256.
#pragma once

#include "core/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace badgewatch::access {

// Immutable, thread safe.
class SigningKey {
public:
  // A PEM file with a key of P-256, or RSA of 2,048 to 4,096 bits, without a passphrase, which
  // nobody but its owner may read. A certificate of it may stand behind it in the same file.
  // Errc::invalid with a sentence for whoever configured it; it names no path.
  static core::Result<std::shared_ptr<const SigningKey>> read(const std::string& path);

  ~SigningKey();
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;

  // The compact JWS of these claims (a JSON object). With `names_key`, its header names the key: by
  // kid, and by the certificate's thumbprint (x5t#S256) where there is one.
  core::Result<std::string> sign(std::string_view claims, bool names_key) const;

  // The public half as a JWK Set of one: `kid` is its RFC 7638 thumbprint.
  const std::string& public_jwks() const { return public_jwks_; }

private:
  struct Native;
  explicit SigningKey(std::unique_ptr<Native> native);

  std::unique_ptr<Native> native_;
  std::string public_jwks_;
  std::string kid_;
};

}  // namespace badgewatch::access
