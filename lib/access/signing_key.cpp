#include "access/signing_key.hpp"

#include "access/public_key.hpp"
#include "core/bytes.hpp"
#include "core/json_writer.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdio>
#include <sys/stat.h>
#include <vector>

namespace badgewatch::access {

namespace {

constexpr int coordinate_bytes = 32;
constexpr int least_rsa_bits = 2048;
constexpr int most_rsa_bits = 4096;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* one) const {
    Free(one);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using CurveSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

core::Error not_signed() {
  return {core::Errc::internal, "Nothing can be signed with the private key."};
}

// A key under a passphrase is refused: nobody is there to type it.
int no_passphrase(char* /*out*/, int /*size*/, int /*writes*/, void* /*data*/) {
  return -1;
}

bool is_curve_p256(EVP_PKEY* key) {
  char name[32] = {};
  std::size_t length = 0;
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, name, sizeof name, &length) == 1 &&
         std::string_view(name, length) == "prime256v1";
}

bool is_rsa(EVP_PKEY* key) {
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) >= least_rsa_bits &&
         EVP_PKEY_get_bits(key) <= most_rsa_bits;
}

core::Result<core::Bytes> sign_text(EVP_PKEY* key, std::string_view text) {
  const Context context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;
  if (!context || EVP_DigestSignInit(context.get(), &options, EVP_sha256(), nullptr, key) != 1)
    return not_signed();
  if (is_rsa(key) && (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
                      EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1))
    return not_signed();
  const auto bytes = core::as_bytes(text);
  std::size_t length = 0;
  if (EVP_DigestSign(context.get(), nullptr, &length, bytes.data(), bytes.size()) != 1)
    return not_signed();
  core::Bytes signature(length);
  if (EVP_DigestSign(context.get(), signature.data(), &length, bytes.data(), bytes.size()) != 1)
    return not_signed();
  signature.resize(length);
  return signature;
}

// JOSE has r and s side by side, OpenSSL as ASN.1.
core::Result<core::Bytes> side_by_side(const core::Bytes& der) {
  const auto* at = der.data();
  const CurveSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  core::Bytes out(2 * coordinate_bytes);
  if (!signature ||
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out.data(), coordinate_bytes) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out.data() + coordinate_bytes,
                   coordinate_bytes) < 0)
    return not_signed();
  return out;
}

std::string number_of(EVP_PKEY* key, const char* name, int width) {
  BIGNUM* read = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &read) != 1) return {};
  const Number number(read);
  core::Bytes bytes(static_cast<std::size_t>(width == 0 ? BN_num_bytes(read) : width));
  if (BN_bn2binpad(read, bytes.data(), static_cast<int>(bytes.size())) < 0) return {};
  return core::base64url(bytes);
}

// As read_public_key() takes it.
core::Json public_members(EVP_PKEY* key) {
  const auto text = [](std::string value) { return core::Json(std::move(value)); };
  if (is_curve_p256(key))
    return core::Json(
        core::JsonObject{{"kty", text("EC")},
                         {"crv", text("P-256")},
                         {"x", text(number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, coordinate_bytes))},
                         {"y", text(number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, coordinate_bytes))}});
  return core::Json(core::JsonObject{{"kty", text("RSA")},
                                     {"e", text(number_of(key, OSSL_PKEY_PARAM_RSA_E, 0))},
                                     {"n", text(number_of(key, OSSL_PKEY_PARAM_RSA_N, 0))}});
}

std::string thumbprint_of(X509* certificate) {
  core::Hash hash{};
  unsigned length = 0;
  if (X509_digest(certificate, EVP_sha256(), hash.data(), &length) != 1) return {};
  return core::base64url(hash);
}

}  // namespace

struct SigningKey::Native {
  Key key;
  std::string certificate_print;  // x5t#S256; empty: none
};

SigningKey::SigningKey(std::unique_ptr<Native> native) : native_(std::move(native)) {}

SigningKey::~SigningKey() = default;

core::Result<std::shared_ptr<const SigningKey>> SigningKey::read(const std::string& path) {
  struct stat state{};
  const File file(std::fopen(path.c_str(), "re"));
  if (!file || ::fstat(::fileno(file.get()), &state) != 0 || !S_ISREG(state.st_mode))
    return invalid("The private key file cannot be read.");
  if ((state.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return invalid("Other users may read the private key file: chmod 600 it.");
  Key key(PEM_read_PrivateKey(file.get(), nullptr, no_passphrase, nullptr));
  if (!key) return invalid("The file holds no private key in PEM form without a passphrase.");
  if (!is_curve_p256(key.get()) && !is_rsa(key.get()))
    return invalid("The private key must be of the curve P-256, or RSA of 2,048 to 4,096 bits.");
  std::rewind(file.get());
  const Certificate certificate(PEM_read_X509(file.get(), nullptr, no_passphrase, nullptr));
  if (certificate && X509_check_private_key(certificate.get(), key.get()) != 1)
    return invalid("The certificate behind the private key is another key's.");
  const auto public_key = read_public_key(public_members(key.get()));
  if (!public_key) return public_key.error();

  auto native = std::make_unique<Native>();
  native->key = std::move(key);
  if (certificate) native->certificate_print = thumbprint_of(certificate.get());
  const std::shared_ptr<SigningKey> made(new SigningKey(std::move(native)));
  made->kid_ = public_key->kid;
  made->public_jwks_ = write_public_keys({&*public_key, 1});
  return std::shared_ptr<const SigningKey>(made);
}

core::Result<std::string> SigningKey::sign(std::string_view claims, bool names_key) const {
  auto* key = native_->key.get();
  const bool is_curve = is_curve_p256(key);
  core::JsonWriter header;
  header.begin_object().member("alg", is_curve ? "ES256" : "PS256").member("typ", "JWT");
  if (names_key) {
    header.member("kid", kid_);
    if (!native_->certificate_print.empty()) header.member("x5t#S256", native_->certificate_print);
  }
  header.end_object();
  const auto text = core::base64url(core::as_bytes(header.text())) + "." +
                    core::base64url(core::as_bytes(claims));
  auto signature = sign_text(key, text);
  if (signature && is_curve) signature = side_by_side(*signature);
  if (!signature) return signature.error();
  return text + "." + core::base64url(*signature);
}

}  // namespace badgewatch::access
