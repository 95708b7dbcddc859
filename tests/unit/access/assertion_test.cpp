// Client assertions: what is taken, and everything that must not be.
#include "access/assertion.hpp"

#include "core/json.hpp"
#include "signing.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace badgewatch;
using namespace std::chrono_literals;
using tests::curve_key;
using tests::rsa_key;
using tests::SigningKey;

namespace {

constexpr std::int64_t now = 1'795'514'400;
const std::string me = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11";
const std::string es256 = R"({"alg":"ES256","typ":"JWT"})";
const std::string ps256 = R"({"alg":"PS256","typ":"JWT"})";

access::PublicKey public_key(const SigningKey& key) {
  return access::read_public_key(core::parse_json(key.jwk()).value()).value();
}

// The claims, with some replaced; an empty value takes one out.
std::string claims(std::map<std::string, std::string> changed = {}) {
  std::map<std::string, std::string> all = {
      {"iss", "\"" + me + "\""},    {"sub", "\"" + me + "\""},
      {"jti", "\"0123456789\""},    {"aud", R"("https://register.example")"},
      {"iat", std::to_string(now)}, {"exp", std::to_string(now + 60)}};
  for (auto& [name, value] : changed)
    all[name] = value;
  std::string text;
  for (const auto& [name, value] : all)
    if (!value.empty()) text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
  return text + "}";
}

bool is_taken(const std::string& compact, const access::PublicKey& key, std::int64_t at = now) {
  const access::AssertionRules rules{
      .audiences = {"https://register.example", "https://register.example/v1/token"}};
  const auto read = access::read_assertion(compact);
  return read && access::is_in_order(*read, rules, {at * 1'000'000}) &&
         access::is_signed_by(compact, *read, key);
}

bool is_taken_with(const std::string& header, const std::string& body) {
  return is_taken(curve_key().sign(header, body), public_key(curve_key()));
}

std::string replaced(std::string text, std::size_t part, const std::string& by) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < part; ++i)
    begin = text.find('.', begin) + 1;
  const auto end = std::min(text.find('.', begin), text.size());
  return text.replace(begin, end - begin, by);
}

}  // namespace

TEST_CASE("An assertion of a registered key is taken, by ES256 and by PS256") {
  CHECK(is_taken(curve_key().sign(es256, claims()), public_key(curve_key())));
  CHECK(is_taken(rsa_key().sign(ps256, claims()), public_key(rsa_key())));
  const auto big = SigningKey::rsa(3072);
  CHECK(is_taken(big.sign(ps256, claims()), public_key(big)));
  const auto read = access::read_assertion(curve_key().sign(es256, claims())).value();
  CHECK(read.issuer == me);
  CHECK(read.id == "0123456789");
  CHECK(read.expires == now + 60);
}

TEST_CASE("What a header says besides is not looked at") {
  const auto other = SigningKey::p256();
  for (const std::string more :
       {R"("jku":"https://evil.example/keys",)", R"("x5u":"https://evil.example/cert",)",
        R"("kid":"of the client",)", R"("typ":"client-authentication+jwt",)"})
    CHECK(is_taken_with("{" + more + R"("alg":"ES256"})", claims()));
  // A key that is sent along does not count, whoever signed with it.
  const auto header = R"({"alg":"ES256","jwk":)" + other.jwk() + "}";
  CHECK(is_taken_with(header, claims()));
  CHECK_FALSE(is_taken(other.sign(header, claims()), public_key(curve_key())));
}

TEST_CASE("The algorithm is the registered key's, whatever the header says") {
  const auto curve = public_key(curve_key());
  const auto rsa = public_key(rsa_key());
  const auto body = claims();
  const auto none = R"({"alg":"none"})";
  const auto hs256 = R"({"alg":"HS256"})";
  const auto rs256 = R"({"alg":"RS256"})";
  const std::map<std::string, std::string> attacks = {
      {"none, no signature", tests::encoded(none, body) + "."},
      {"none, with one", curve_key().sign(none, body)},
      {"None", curve_key().sign(R"({"alg":"None"})", body)},
      {"no alg", curve_key().sign("{}", body)},
      {"alg is no text", curve_key().sign(R"({"alg":["ES256"]})", body)},
      {"es256 in small letters", curve_key().sign(R"({"alg":"es256"})", body)},
      {"HS256 under the public PEM", SigningKey::sign_hs256(rsa_key().public_pem(), hs256, body)},
      {"HS256 under the JWK", SigningKey::sign_hs256(rsa.jwk, hs256, body)},
      {"HS256 called ES256", SigningKey::sign_hs256(curve.jwk, es256, body)},
      {"HS256 called PS256", SigningKey::sign_hs256(rsa.jwk, ps256, body)},
      {"RS256", rsa_key().sign_rs256(rs256, body)},
      {"RS256 called PS256", rsa_key().sign_rs256(ps256, body)},
      {"PS256 called RS256", rsa_key().sign(rs256, body)},
      {"PS256 called ES256", rsa_key().sign(es256, body)},
      {"ES256 called PS256", curve_key().sign(ps256, body)},
      {"ES256 called ES384", curve_key().sign(R"({"alg":"ES384"})", body)},
      {"PS384", rsa_key().sign(R"({"alg":"PS384"})", body)},
      {"EdDSA", curve_key().sign(R"({"alg":"EdDSA"})", body)},
  };
  for (const auto& [name, attack] : attacks) {
    INFO(name);
    CHECK_FALSE(is_taken(attack, curve));
    CHECK_FALSE(is_taken(attack, rsa));
  }
}

TEST_CASE("A header that could be read in two ways is refused") {
  for (const std::string header :
       {R"({"alg":"ES256","crit":["exp"],"exp":1})", R"({"alg":"ES256","crit":[]})",
        R"({"alg":"ES256","b64":false})", R"({"alg":"none","alg":"ES256"})",
        R"({"alg":"ES256","alg":"ES256"})", R"({"alg":"ES256","typ":"at+jwt"})",
        R"({"alg":"ES256","typ":7})", R"({"alg":"ES256","kid":7})", R"({"alg":"ES256","kid":""})",
        R"(["ES256"])", R"("ES256")", "", "{", "{\"alg\":\"ES256\"}x",
        "{\"alg\":\"ES256\",\"x\":\"\\u0000\"}", "\xEF\xBB\xBF{\"alg\":\"ES256\"}"}) {
    INFO(header);
    CHECK_FALSE(is_taken_with(header, claims()));
  }
}

TEST_CASE("Claims must be there, once, and of their form") {
  CHECK(is_taken_with(es256, claims({{"iat", ""}})));
  CHECK(is_taken_with(es256, claims({{"more", R"({"a":[1]})"}})));
  CHECK(is_taken_with(es256, claims({{"aud", R"(["https://register.example"])"}})));
  CHECK(is_taken_with(es256, claims({{"aud", R"("https://register.example/v1/token")"}})));
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"iss", ""},
      {"iss", "7"},
      {"iss", R"("another")"},
      {"sub", ""},
      {"sub", R"("0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b12")"},
      {"jti", ""},
      {"jti", "\"\""},
      {"jti", "12"},
      {"jti", "\"" + std::string(501, 'j') + "\""},
      {"aud", ""},
      {"aud", "[]"},
      {"aud", R"("https://other.example")"},
      {"aud", R"("https://register.example/")"},
      {"aud", R"("https://register.example.evil.example")"},
      {"aud", R"(["https://register.example","https://other.example"])"},
      {"aud", R"([["https://register.example"]])"},
      {"exp", ""},
      {"exp", "null"},
      {"exp", R"("1795514460")"},
      {"exp", "1795514460.5"},
      {"exp", "1e300"},
      {"exp", "-1"},
      {"exp", "9223372036854775807"},
      {"iat", R"("now")"},
      {"nbf", "{}"},
  };
  for (const auto& [name, value] : wrong) {
    INFO(name << " " << value);
    CHECK_FALSE(is_taken_with(es256, claims({{name, value}})));
  }
  auto twice = claims();
  twice.insert(1, R"("iss":"another",)");
  CHECK_FALSE(is_taken_with(es256, twice));
}

TEST_CASE("It is good for five minutes at most, and not before its time") {
  const auto at = [](std::int64_t second) { return std::to_string(now + second); };
  const auto taken = [&](std::map<std::string, std::string> changed) {
    return is_taken_with(es256, claims(std::move(changed)));
  };
  CHECK(taken({{"exp", at(1)}}));
  CHECK_FALSE(taken({{"exp", at(0)}}));
  CHECK_FALSE(taken({{"exp", at(-1)}}));
  CHECK_FALSE(taken({{"exp", at(-3600)}, {"iat", at(-3660)}}));
  CHECK(taken({{"exp", at(300)}}));
  CHECK_FALSE(taken({{"exp", at(301)}}));
  CHECK_FALSE(taken({{"exp", at(250)}, {"iat", at(-60)}}));
  CHECK(taken({{"exp", at(330)}, {"iat", ""}}));
  CHECK_FALSE(taken({{"exp", at(331)}, {"iat", ""}}));
  CHECK(taken({{"iat", at(30)}, {"exp", at(90)}}));
  CHECK_FALSE(taken({{"iat", at(31)}, {"exp", at(90)}}));
  CHECK(taken({{"nbf", at(30)}}));
  CHECK_FALSE(taken({{"nbf", at(31)}}));
  CHECK(taken({{"nbf", at(-100)}}));
}

TEST_CASE("One text for one assertion: base64url is strict, parts are three, and it is short") {
  const auto good = curve_key().sign(es256, claims());
  const auto key = public_key(curve_key());
  const auto signature = good.substr(good.rfind('.') + 1);
  auto last = signature;
  // 64 bytes leave 4 bits over in the last digit: another digit, the same bytes.
  last.back() = last.back() == 'A' ? 'B' : static_cast<char>(last.back() + 1);
  for (const std::string& wrong :
       {std::string(), std::string("."), std::string(".."), std::string("..."), good + ".",
        "." + good, good + ".x", good + "=", good + "\n", " " + good, replaced(good, 2, ""),
        replaced(good, 2, last), replaced(good, 2, signature + "A"),
        replaced(good, 2, signature.substr(0, 84)), replaced(good, 0, ""), replaced(good, 1, ""),
        replaced(good, 1, "e30"), std::string(8192, 'a'), std::string(100, '.')}) {
    INFO(wrong);
    CHECK_FALSE(is_taken(wrong, key));
  }
  CHECK(is_taken(good, key));
}

TEST_CASE("More than 8 KiB is refused, however good") {
  const auto of_padding = [](std::size_t size) {
    return curve_key().sign(es256, claims({{"padding", "\"" + std::string(size, 'p') + "\""}}));
  };
  std::size_t fits = 4000;
  while (of_padding(fits + 1).size() <= access::longest_assertion)
    ++fits;
  CHECK(is_taken(of_padding(fits), public_key(curve_key())));
  CHECK_FALSE(is_taken(of_padding(fits + 1), public_key(curve_key())));
}

// The kinds of the Wycheproof set for ECDSA on P-256, by what is wrong with r and s.
TEST_CASE("Signatures that ECDSA must not take") {
  const auto good = curve_key().sign(es256, claims());
  const auto key = public_key(curve_key());
  const auto bytes = core::from_base64url(good.substr(good.rfind('.') + 1)).value();
  const std::string order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
  const std::string prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
  const std::string zero(64, '0');
  const std::string one = std::string(63, '0') + "1";
  const auto r = core::hex(bytes).substr(0, 64);
  const auto s = core::hex(bytes).substr(64);
  const std::vector<std::string> wrong = {zero + zero,
                                          zero + s,
                                          r + zero,
                                          one + one,
                                          one + zero,
                                          zero + one,
                                          order + s,
                                          r + order,
                                          order + order,
                                          prime + s,
                                          r + prime,
                                          s + r,
                                          r + r,
                                          s + s,
                                          one + s,
                                          r + one,
                                          std::string(128, 'f'),
                                          order + one,
                                          one + order,
                                          prime + prime,
                                          prime + one,
                                          order + zero,
                                          r + s + "00",
                                          "00" + r + s,
                                          r,
                                          r + s.substr(2)};
  for (const auto& one_wrong : wrong) {
    INFO(one_wrong);
    const auto text = core::base64url(core::from_hex(one_wrong).value());
    CHECK_FALSE(is_taken(replaced(good, 2, text), key));
  }
  // Each bit of the signature counts.
  for (std::size_t bit = 0; bit < 512; bit += 7) {
    auto changed = bytes;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    CHECK_FALSE(is_taken(replaced(good, 2, core::base64url(changed)), key));
  }
}

TEST_CASE("Signatures that RSA-PSS must not take") {
  const auto good = rsa_key().sign(ps256, claims());
  const auto key = public_key(rsa_key());
  const auto bytes = core::from_base64url(good.substr(good.rfind('.') + 1)).value();
  REQUIRE(is_taken(good, key));
  auto longer = bytes;
  longer.insert(longer.begin(), 0);
  auto shorter = bytes;
  shorter.pop_back();
  for (const auto& wrong : {core::Bytes(256, 0), core::Bytes(256, 0xff), core::Bytes(1, 1), longer,
                            shorter, core::Bytes(64, 7)})
    CHECK_FALSE(is_taken(replaced(good, 2, core::base64url(wrong)), key));
  for (std::size_t bit = 0; bit < bytes.size() * 8; bit += 61) {
    auto changed = bytes;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    CHECK_FALSE(is_taken(replaced(good, 2, core::base64url(changed)), key));
  }
}

TEST_CASE("Nothing is taken whose header or claims were exchanged") {
  const auto key = public_key(curve_key());
  const auto good = curve_key().sign(es256, claims());
  const auto other = tests::encoded(R"({"alg":"ES256"})", claims({{"jti", "\"x\""}}));
  CHECK_FALSE(is_taken(replaced(good, 0, other.substr(0, other.find('.'))), key));
  CHECK_FALSE(is_taken(replaced(good, 1, other.substr(other.find('.') + 1)), key));
}

TEST_CASE("The work for an unknown client can be done, for both algorithms") {
  for (const auto* key : {&curve_key(), &rsa_key()}) {
    const auto compact = key->sign(key == &rsa_key() ? ps256 : es256, claims());
    access::pretend_to_verify(compact, access::read_assertion(compact).value());
  }
}
