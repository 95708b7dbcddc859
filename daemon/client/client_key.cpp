#include "client/client_key.hpp"

#include "core/bytes.hpp"
#include "core/json_writer.hpp"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <cstdio>
#include <sys/stat.h>
#include <vector>

namespace badgewatch::client {
namespace {

constexpr std::int64_t assertion_seconds = 60;
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
using Context = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using CurveSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

core::Error not_signed() {
  return {core::Errc::internal, "Nothing can be signed with the client's private key."};
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

core::Result<core::Bytes> sign(EVP_PKEY* key, std::string_view text) {
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

}  // namespace

struct ClientKey::Native {
  Key key;
};

ClientKey::ClientKey(std::string client_id, std::unique_ptr<Native> native)
    : client_id_(std::move(client_id)), native_(std::move(native)) {}

ClientKey::~ClientKey() = default;

core::Result<std::shared_ptr<const ClientKey>> ClientKey::read(std::string client_id,
                                                               const std::string& path) {
  if (!core::Uuid::parse(client_id)) return invalid("The client's id is not of its form.");
  struct stat state{};
  const File file(std::fopen(path.c_str(), "re"));
  if (!file || ::fstat(::fileno(file.get()), &state) != 0 || !S_ISREG(state.st_mode))
    return invalid("The client's private key file cannot be read.");
  if ((state.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return invalid("Other users may read the client's private key file: chmod 600 it.");
  Key key(PEM_read_PrivateKey(file.get(), nullptr, no_passphrase, nullptr));
  if (!key) return invalid("The file holds no private key in PEM form without a passphrase.");
  if (!is_curve_p256(key.get()) && !is_rsa(key.get()))
    return invalid("The private key must be of the curve P-256, or RSA of 2,048 to 4,096 bits.");
  auto native = std::make_unique<Native>(Native{std::move(key)});
  return std::shared_ptr<const ClientKey>(new ClientKey(std::move(client_id), std::move(native)));
}

core::Result<std::string> ClientKey::token_request(const std::string& audience,
                                                   const core::Clock& clock,
                                                   core::Randomness& randomness) const {
  const bool is_curve = is_curve_p256(native_->key.get());
  const auto second = clock.now().micros / 1'000'000;
  core::JsonWriter claims;
  claims.begin_object().member("iss", client_id_).member("sub", client_id_);
  claims.member("aud", audience).member("jti", core::new_uuid(clock, randomness).text());
  claims.member("iat", second).member("exp", second + assertion_seconds).end_object();
  const auto header =
      is_curve ? R"({"alg":"ES256","typ":"JWT"})" : R"({"alg":"PS256","typ":"JWT"})";
  const auto text = core::base64url(core::as_bytes(header)) + "." +
                    core::base64url(core::as_bytes(claims.text()));
  auto signature = sign(native_->key.get(), text);
  if (signature && is_curve) signature = side_by_side(*signature);
  if (!signature) return signature.error();
  // Nothing in it needs an escape in a form.
  return "grant_type=client_credentials&client_assertion_type="
         "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" +
         text + "." + core::base64url(*signature);
}

}  // namespace badgewatch::client
