// The register's own key: what it signs, how it names itself, and which files are refused.
#include "access/signing_key.hpp"

#include "access/compact_jws.hpp"
#include "access/public_key.hpp"
#include "core/json.hpp"

#include <catch2/catch.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>

using namespace badgewatch;

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

class KeyFile {
public:
  // With a certificate of `certified` behind the key.
  explicit KeyFile(EVP_PKEY* key, EVP_PKEY* certified = nullptr) {
    REQUIRE(::mkdtemp(folder_.data()) != nullptr);
    auto* file = std::fopen(path().c_str(), "w");
    REQUIRE(file != nullptr);
    REQUIRE(PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
    if (certified != nullptr) {
      auto* certificate = X509_new();
      X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
      X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
      X509_set_pubkey(certificate, certified);
      REQUIRE(X509_sign(certificate, certified, EVP_sha256()) > 0);
      REQUIRE(PEM_write_X509(file, certificate) == 1);
      X509_free(certificate);
    }
    std::fclose(file);
    ::chmod(path().c_str(), 0600);
  }
  ~KeyFile() { std::filesystem::remove_all(folder_); }
  KeyFile(const KeyFile&) = delete;
  KeyFile& operator=(const KeyFile&) = delete;
  std::string path() const { return folder_ + "/key.pem"; }

private:
  std::string folder_ = std::filesystem::temp_directory_path() / "badgewatch-key-XXXXXX";
};

Key curve() {
  return {EVP_EC_gen("P-256"), EVP_PKEY_free};
}

}  // namespace

TEST_CASE("what the key signs verifies by what it publishes, under the name that it gives") {
  const Key rsa{EVP_RSA_gen(2048), EVP_PKEY_free};
  const auto ec = curve();
  for (auto* one : {ec.get(), rsa.get()}) {
    const KeyFile file(one);
    const auto key = access::SigningKey::read(file.path()).value();
    const auto jwks = core::parse_json(key->public_jwks()).value();
    const auto keys = access::read_public_keys(jwks).value();
    REQUIRE(keys.size() == 1);
    const auto compact = key->sign(R"({"iss":"a"})", true).value();
    const auto jws = access::take_apart(compact, 8192).value();
    CHECK(access::text_in(jws.header, "kid") == keys.front().kid);
    CHECK(access::text_in(jws.header, "alg") == name_of(keys.front().algorithm));
    CHECK(jws.header.find("x5t#S256") == nullptr);
    CHECK(access::is_signed_by_jwk(compact, keys.front().jwk));
    const auto nameless = access::take_apart(key->sign("{}", false).value(), 8192).value();
    CHECK(nameless.header.find("kid") == nullptr);
  }
}

TEST_CASE("a certificate behind the key is named by its thumbprint, and must be the key's") {
  const auto key = curve();
  const KeyFile with(key.get(), key.get());
  const auto read = access::SigningKey::read(with.path()).value();
  const auto jws = access::take_apart(read->sign("{}", true).value(), 8192).value();
  CHECK(access::text_in(jws.header, "x5t#S256").value_or("").size() == 43);
  const auto other = curve();
  const KeyFile wrong(key.get(), other.get());
  CHECK(access::SigningKey::read(wrong.path()).error().detail() ==
        "The certificate behind the private key is another key's.");
}

TEST_CASE("a key that others may read, of another kind, or none is refused") {
  const auto key = curve();
  const KeyFile file(key.get());
  ::chmod(file.path().c_str(), 0640);
  CHECK(access::SigningKey::read(file.path()).error().detail().find("chmod 600") !=
        std::string::npos);
  const Key other{EVP_EC_gen("P-384"), EVP_PKEY_free};
  const KeyFile wrong(other.get());
  CHECK(access::SigningKey::read(wrong.path()).error().code() == core::Errc::invalid);
  const Key small{EVP_RSA_gen(1024), EVP_PKEY_free};
  const KeyFile short_one(small.get());
  CHECK(access::SigningKey::read(short_one.path()).error().code() == core::Errc::invalid);
  CHECK(access::SigningKey::read("/nonexistent").error().code() == core::Errc::invalid);
}
