// Keys and signed assertions for tests, made with OpenSSL alone: what is under test verifies with
// cjose.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace badgewatch::tests {

class SigningKey {
public:
  static SigningKey p256();
  static SigningKey rsa(int bits = 2048);

  std::string jwk(std::string_view more = "") const;  // `more`: `"kid":"a",`
  // header.claims.signature, by ES256 or PS256 as the key is, whatever the header says.
  std::string sign(std::string_view header, std::string_view claims) const;
  // As `openssl dgst -sha256 -sign`: RSA with PKCS #1 padding, which is RS256.
  std::string sign_rs256(std::string_view header, std::string_view claims) const;
  // HMAC-SHA256 under that text.
  static std::string sign_hs256(std::string_view secret, std::string_view header,
                                std::string_view claims);
  std::string public_pem() const;

private:
  explicit SigningKey(evp_pkey_st* key);
  std::string signed_text(std::string_view header, std::string_view claims, bool pss) const;
  std::shared_ptr<evp_pkey_st> key_;
};

// Made once for all tests: keys take long.
const SigningKey& curve_key();
const SigningKey& rsa_key();

std::string encoded(std::string_view header, std::string_view claims);

}  // namespace badgewatch::tests
