#include "access/public_key.hpp"

#include "core/json.hpp"
#include "signing.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using tests::curve_key;
using tests::rsa_key;
using tests::SigningKey;

namespace {

core::Result<access::PublicKey> read(const std::string& jwk) {
  return access::read_public_key(core::parse_json(jwk).value());
}

std::string refusal(const std::string& jwk) {
  const auto key = read(jwk);
  return key ? "" : key.error().detail();
}

std::string with(std::string jwk, const std::string& name, const std::string& value) {
  const auto begin = jwk.find("\"" + name + "\":\"") + name.size() + 4;
  return jwk.replace(begin, jwk.find('"', begin) - begin, value);
}

}  // namespace

// RFC 7638, section 3.1.
TEST_CASE("The thumbprint is that of RFC 7638") {
  const auto key = read(
      R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7)"
      R"(aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0)"
      R"(h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD0)"
      R"(8qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJ)"
      R"(zKnqDKgw","e":"AQAB","alg":"PS256","kid":"2011-04-29"})");
  REQUIRE(key.has_value());
  CHECK(core::base64url(key->thumbprint) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  CHECK(key->kid == "2011-04-29");
  CHECK(key->algorithm == access::Algorithm::ps256);
}

TEST_CASE("A key without a kid is called by its thumbprint") {
  const auto key = read(curve_key().jwk()).value();
  CHECK(key.kid == core::base64url(key.thumbprint));
  CHECK(key.algorithm == access::Algorithm::es256);
  // What it says besides is not kept.
  const auto more = read(curve_key().jwk(R"("x5u":"https://evil.example","use":"sig",)")).value();
  CHECK(more.jwk == key.jwk);
  CHECK(more.thumbprint == key.thumbprint);
}

TEST_CASE("What is no public key for ES256 or PS256 is refused, and says why") {
  const auto curve = curve_key().jwk();
  const auto rsa = rsa_key().jwk();
  const auto x = core::base64url(core::Bytes(32, 1));
  for (const std::string& wrong : {
           std::string(R"({"kty":"oct","k":"AAAA"})"),
           std::string(R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})"),
           std::string("{}"),
           std::string("[]"),
           with(curve, "crv", "P-384"),
           with(curve, "crv", "secp256k1"),
           with(curve, "x", x),                                       // not on the curve
           with(curve, "x", core::base64url(core::Bytes(32, 0xff))),  // not in the field
           with(curve, "x", core::base64url(core::Bytes(31, 1))),
           with(curve, "y", core::base64url(core::Bytes(33, 1))),
           with(curve, "y", ""),
           with(with(curve, "x", core::base64url(core::Bytes(32, 0))), "y",
                core::base64url(core::Bytes(32, 0))),
           curve_key().jwk(R"("d":"AAAA",)"),
           rsa_key().jwk(R"("p":"AAAA",)"),
           curve_key().jwk(R"("alg":"ES384",)"),
           curve_key().jwk(R"("alg":"PS256",)"),
           rsa_key().jwk(R"("alg":"RS256",)"),
           rsa_key().jwk(R"("alg":7,)"),
           rsa_key().jwk(R"("use":"enc",)"),
           curve_key().jwk(R"("kid":"",)"),
           curve_key().jwk(R"("kid":"with blank",)"),
           curve_key().jwk("\"kid\":\"" + std::string(101, 'k') + "\","),
           SigningKey::rsa(1024).jwk(),
           with(rsa, "e", "Aw"),
           with(rsa, "n", core::base64url(core::Bytes(513, 0xff))),
           with(rsa, "n", core::base64url(core::Bytes(256, 0xfe))),  // even
           with(rsa, "n", "not base64"),
       }) {
    INFO(wrong);
    CHECK(read(wrong).has_error());
    CHECK_FALSE(refusal(wrong).empty());
  }
}

TEST_CASE("A private key that was sent is said to be spoilt") {
  CHECK(refusal(curve_key().jwk(R"("d":"AAAA",)")).find("private") != std::string::npos);
}

TEST_CASE("A set has one key, or two that differ") {
  const auto set = [](const std::string& keys) {
    return access::read_public_keys(core::parse_json("{\"keys\":[" + keys + "]}").value());
  };
  const auto a = curve_key().jwk(R"("kid":"a",)");
  const auto b = rsa_key().jwk(R"("kid":"b",)");
  REQUIRE(set(a + "," + b).has_value());
  CHECK(set(a).value().size() == 1);
  CHECK(set("").has_error());
  CHECK(set(a + "," + a).has_error());
  CHECK(set(a + "," + rsa_key().jwk(R"("kid":"a",)")).has_error());
  CHECK(set(a + "," + curve_key().jwk(R"("kid":"b",)")).has_error());
  CHECK(set(a + "," + b + "," + SigningKey::p256().jwk()).has_error());
  CHECK(access::read_public_keys(core::parse_json(a).value()).has_error());
  // What is written can be read again, and is the same.
  const auto keys = set(a + "," + b).value();
  const auto text = access::write_public_keys(keys);
  const auto again = access::read_public_keys(core::parse_json(text).value()).value();
  REQUIRE(again.size() == 2);
  CHECK(again[0].thumbprint == keys[0].thumbprint);
  CHECK(again[1].kid == "b");
  CHECK(access::write_public_keys(again) == text);
}
