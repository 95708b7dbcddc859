#include "proof/webhook_signature.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::proof;

// The example of the Standard Webhooks 1.0.0 reference implementations.
TEST_CASE("v1 is what the published vector says") {
  const auto secret = read_webhook_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  REQUIRE(secret);
  const auto content =
      webhook_content("msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330, R"({"test": 2432232314})");
  CHECK(content == R"(msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314})");
  CHECK(sign_v1(*secret, content) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  CHECK(sign_v1(*secret, content + " ") != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("a secret is of its form and of 24 to 64 bytes, and comes back as it was written") {
  CHECK(webhook_secret(core::Bytes(24, 7)).reveal().starts_with("whsec_"));
  for (const std::size_t size : {24U, 32U, 64U})
    CHECK(read_webhook_secret(webhook_secret(core::Bytes(size, 7)).reveal()) ==
          core::Bytes(size, 7));
  CHECK_FALSE(read_webhook_secret(webhook_secret(core::Bytes(23, 7)).reveal()));
  CHECK_FALSE(read_webhook_secret(webhook_secret(core::Bytes(65, 7)).reveal()));
  CHECK_FALSE(read_webhook_secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  CHECK_FALSE(read_webhook_secret("whsec_no base64"));
}

// Test 1 of RFC 8032 section 7.1, in the form of keys and signatures of webhooks.
TEST_CASE("v1a is Ed25519 over the content") {
  Hash seed{};
  const auto bytes =
      core::from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  const Signer signer(seed);
  const auto key =
      core::from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a").value();
  CHECK(webhook_public_key(signer) == "whpk_" + core::base64(key));
  const auto signature = core::from_hex(
                             "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                             "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")
                             .value();
  CHECK(sign_v1a(signer, "") == "v1a," + core::base64(signature));
}
