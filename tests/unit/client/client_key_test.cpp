#include "client/client_key.hpp"

#include "canned_server.hpp"
#include "client/http_client.hpp"
#include "core/bytes.hpp"
#include "core/json.hpp"
#include "core/text.hpp"

#include <catch2/catch.hpp>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <filesystem>
#include <sys/stat.h>

namespace badgewatch::client {
namespace {

const std::string id = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11";

// A private key in a file of mode 0600.
class KeyFile {
public:
  explicit KeyFile(EVP_PKEY* key, const EVP_CIPHER* cipher = nullptr) : key_(key, EVP_PKEY_free) {
    REQUIRE(::mkdtemp(folder_.data()) != nullptr);
    auto* file = std::fopen(path().c_str(), "w");
    REQUIRE(file != nullptr);
    const unsigned char secret[] = "secret";
    REQUIRE(PEM_write_PrivateKey(file, key, cipher, cipher ? secret : nullptr, cipher ? 6 : 0,
                                 nullptr, nullptr) == 1);
    std::fclose(file);
    ::chmod(path().c_str(), 0600);
  }
  ~KeyFile() { std::filesystem::remove_all(folder_); }
  KeyFile(const KeyFile&) = delete;
  KeyFile& operator=(const KeyFile&) = delete;
  std::string path() const { return folder_ + "/private.pem"; }
  EVP_PKEY* key() const { return key_.get(); }

private:
  std::string folder_ = std::filesystem::temp_directory_path() / "badgewatch-key-XXXXXX";
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

std::string refusal(const std::string& path, const std::string& client = id) {
  const auto key = ClientKey::read(client, path);
  return key ? "" : key.error().detail();
}

core::Json part_of(std::string_view assertion, std::size_t part) {
  const auto bytes = core::from_base64url(core::split(assertion, '.').at(part)).value();
  return core::parse_json(core::as_text(bytes)).value();
}

bool verifies_pss(EVP_PKEY* key, std::string_view text, const core::Bytes& signature) {
  auto* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* options = nullptr;
  EVP_DigestVerifyInit(context, &options, EVP_sha256(), nullptr, key);
  EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
  EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST);
  const auto bytes = core::as_bytes(text);
  const bool good = EVP_DigestVerify(context, signature.data(), signature.size(), bytes.data(),
                                     bytes.size()) == 1;
  EVP_MD_CTX_free(context);
  return good;
}

}  // namespace

TEST_CASE("an assertion says who, to whom, once, and for a minute") {
  const KeyFile file(EVP_RSA_gen(2048));
  const core::ManualClock clock({1'795'514'400'000'000});
  core::SystemRandomness randomness;
  const auto key = ClientKey::read(id, file.path()).value();
  const auto form = key->token_request("https://register.example", clock, randomness).value();
  const std::string name = "&client_assertion=";
  const auto assertion = form.substr(form.find(name) + name.size());
  CHECK(form.starts_with("grant_type=client_credentials&client_assertion_type=urn%3Aietf"));
  CHECK(*part_of(assertion, 0).find("alg")->string() == "PS256");
  const auto claims = part_of(assertion, 1);
  CHECK(*claims.find("iss")->string() == id);
  CHECK(*claims.find("sub")->string() == id);
  CHECK(*claims.find("aud")->string() == "https://register.example");
  CHECK(*claims.find("iat")->integer() == 1'795'514'400);
  CHECK(*claims.find("exp")->integer() == 1'795'514'460);
  const auto again = key->token_request("https://register.example", clock, randomness).value();
  CHECK(*part_of(again.substr(again.find(name) + name.size()), 1).find("jti")->string() !=
        *claims.find("jti")->string());
  const auto dot = assertion.rfind('.');
  CHECK(verifies_pss(file.key(), assertion.substr(0, dot),
                     core::from_base64url(assertion.substr(dot + 1)).value()));
}

TEST_CASE("a curve's signature is 64 bytes") {
  const KeyFile file(EVP_EC_gen("P-256"));
  const core::ManualClock clock({1'795'514'400'000'000});
  core::SystemRandomness randomness;
  const auto key = ClientKey::read(id, file.path()).value();
  // A short r or s has zeros in front: among so many there are some.
  for (int i = 0; i < 300; ++i) {
    const auto form = key->token_request("https://register.example", clock, randomness).value();
    CHECK(core::from_base64url(form.substr(form.rfind('.') + 1)).value().size() == 64);
  }
}

TEST_CASE("a key that is not for this is refused with its reason") {
  const KeyFile good(EVP_EC_gen("P-256"));
  CHECK(refusal(good.path()).empty());
  CHECK(refusal(good.path(), "back office").find("id") != std::string::npos);
  CHECK(refusal(good.path() + ".none").find("cannot be read") != std::string::npos);
  CHECK(refusal(KeyFile(EVP_EC_gen("P-384")).path()).find("P-256") != std::string::npos);
  CHECK(refusal(KeyFile(EVP_RSA_gen(1024)).path()).find("2,048") != std::string::npos);
  CHECK(refusal(KeyFile(EVP_EC_gen("P-256"), EVP_aes_256_cbc()).path()).find("passphrase") !=
        std::string::npos);
  ::chmod(good.path().c_str(), 0640);
  CHECK(refusal(good.path()).find("chmod 600") != std::string::npos);
}

TEST_CASE("without a token nothing else is asked, and the refusal is told") {
  const KeyFile file(EVP_EC_gen("P-256"));
  const std::string body =
      R"({"error":"invalid_client","error_description":"That is no assertion."})";
  CannedServer server(
      "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
  HttpClient client({server.url(), {}, ClientKey::read(id, file.path()).value()}, {2, 5, 5});
  const auto reply = client.get("/v1/alerts");
  REQUIRE(reply.has_error());
  CHECK(reply.error().code() == core::Errc::unauthenticated);
  CHECK(reply.error().detail() == "That is no assertion.");
  CHECK(server.request().starts_with("POST /v1/token HTTP/1.1\r\n"));
  CHECK(server.request().find("Authorization") == std::string::npos);
}

}  // namespace badgewatch::client
