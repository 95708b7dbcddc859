#include "signing.hpp"

#include "core/bytes.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <stdexcept>
#include <vector>

namespace badgewatch::tests {

namespace {

void must(bool done) {
  if (!done) throw std::runtime_error("OpenSSL does not do what a test wants");
}

std::string number(EVP_PKEY* key, const char* name, int width) {
  BIGNUM* read = nullptr;
  must(EVP_PKEY_get_bn_param(key, name, &read) == 1);
  core::Bytes bytes(static_cast<std::size_t>(width == 0 ? BN_num_bytes(read) : width));
  must(BN_bn2binpad(read, bytes.data(), static_cast<int>(bytes.size())) >= 0);
  BN_free(read);
  return core::base64url(bytes);
}

core::Bytes side_by_side(const core::Bytes& der) {
  const auto* at = der.data();
  auto* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  must(signature != nullptr);
  core::Bytes out(64);
  must(BN_bn2binpad(ECDSA_SIG_get0_r(signature), out.data(), 32) >= 0);
  must(BN_bn2binpad(ECDSA_SIG_get0_s(signature), out.data() + 32, 32) >= 0);
  ECDSA_SIG_free(signature);
  return out;
}

}  // namespace

SigningKey::SigningKey(evp_pkey_st* key) : key_(key, EVP_PKEY_free) {
  must(key != nullptr);
}

SigningKey SigningKey::p256() {
  return SigningKey(EVP_EC_gen("P-256"));
}

SigningKey SigningKey::rsa(int bits) {
  return SigningKey(EVP_RSA_gen(static_cast<unsigned>(bits)));
}

std::string SigningKey::jwk(std::string_view more) const {
  const auto head = "{" + std::string(more);
  if (EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_EC)
    return head + R"("kty":"EC","crv":"P-256","x":")" +
           number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, 32) + R"(","y":")" +
           number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, 32) + "\"}";
  return head + R"("kty":"RSA","e":"AQAB","n":")" + number(key_.get(), OSSL_PKEY_PARAM_RSA_N, 0) +
         "\"}";
}

std::string encoded(std::string_view header, std::string_view claims) {
  return core::base64url(core::as_bytes(header)) + "." + core::base64url(core::as_bytes(claims));
}

std::string SigningKey::signed_text(std::string_view header, std::string_view claims,
                                    bool pss) const {
  const auto text = encoded(header, claims);
  auto* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* options = nullptr;
  must(EVP_DigestSignInit(context, &options, EVP_sha256(), nullptr, key_.get()) == 1);
  const bool is_rsa = EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA;
  if (is_rsa && pss) {
    must(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1);
    must(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1);
  }
  const auto bytes = core::as_bytes(text);
  std::size_t length = 0;
  must(EVP_DigestSign(context, nullptr, &length, bytes.data(), bytes.size()) == 1);
  core::Bytes signature(length);
  must(EVP_DigestSign(context, signature.data(), &length, bytes.data(), bytes.size()) == 1);
  signature.resize(length);
  EVP_MD_CTX_free(context);
  return text + "." + core::base64url(is_rsa ? signature : side_by_side(signature));
}

std::string SigningKey::sign(std::string_view header, std::string_view claims) const {
  return signed_text(header, claims, /*pss=*/true);
}

std::string SigningKey::sign_rs256(std::string_view header, std::string_view claims) const {
  return signed_text(header, claims, /*pss=*/false);
}

std::string SigningKey::sign_hs256(std::string_view secret, std::string_view header,
                                   std::string_view claims) {
  const auto text = encoded(header, claims);
  core::Bytes mac(32);
  unsigned length = 0;
  const auto bytes = core::as_bytes(text);
  must(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes.data(),
            bytes.size(), mac.data(), &length) != nullptr);
  return text + "." + core::base64url(mac);
}

std::string SigningKey::public_pem() const {
  auto* memory = BIO_new(BIO_s_mem());
  must(PEM_write_bio_PUBKEY(memory, key_.get()) == 1);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  return pem;
}

const SigningKey& curve_key() {
  static const auto key = SigningKey::p256();
  return key;
}

const SigningKey& rsa_key() {
  static const auto key = SigningKey::rsa();
  return key;
}

}  // namespace badgewatch::tests
