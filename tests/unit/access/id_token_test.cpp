// ID tokens and logout tokens: what is taken, and everything that must not be.
#include "access/id_token.hpp"

#include "core/json.hpp"
#include "core/text.hpp"
#include "signing.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace badgewatch;
using namespace std::chrono_literals;
using access::IdToken;
using access::IssuerKey;
using access::TokenFault;
using tests::curve_key;
using tests::rsa_key;
using tests::SigningKey;

namespace {

constexpr std::int64_t now = 1'795'514'400;
const std::string es256 = R"({"alg":"ES256","kid":"c"})";
const std::string ps256 = R"({"alg":"PS256","kid":"r"})";
const std::string rs256 = R"({"alg":"RS256","kid":"r"})";

std::vector<IssuerKey> keys_of(const std::vector<std::string>& jwks) {
  const auto text = R"({"keys":[)" + core::join(jwks, ",") + "]}";
  return access::read_issuer_keys(core::parse_json(text).value()).value();
}

const std::vector<IssuerKey>& published() {
  static const auto keys =
      keys_of({curve_key().jwk(R"("kid":"c",)"), rsa_key().jwk(R"("kid":"r",)")});
  return keys;
}

// The claims, with some replaced; an empty value takes one out.
std::string claims(std::map<std::string, std::string> changed = {}) {
  std::map<std::string, std::string> all = {{"iss", R"("https://idp.example/t")"},
                                            {"sub", R"("248289761001")"},
                                            {"aud", R"("register")"},
                                            {"nonce", R"("n-0S6_WzA2Mj")"},
                                            {"iat", std::to_string(now - 2)},
                                            {"exp", std::to_string(now + 300)}};
  for (auto& [name, value] : changed)
    all[name] = value;
  std::string text;
  for (const auto& [name, value] : all)
    if (!value.empty()) text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
  return text + "}";
}

access::IdTokenRules rules() {
  return {.issuer = "https://idp.example/t", .client_id = "register", .nonce = "n-0S6_WzA2Mj"};
}

// "taken", or the fault's name.
std::string verdict(const std::string& token, const access::IdTokenRules& by = rules(),
                    const std::vector<IssuerKey>& keys = published()) {
  const auto result = access::verify_id_token(token, keys, by, {now * 1'000'000});
  if (const auto* fault = std::get_if<TokenFault>(&result)) return std::string(name_of(*fault));
  CHECK(std::get<IdToken>(result).subject == "248289761001");
  return "taken";
}

std::string verdict_of(std::map<std::string, std::string> changed) {
  return verdict(curve_key().sign(es256, claims(std::move(changed))));
}

std::string seconds(std::int64_t from_now) {
  return std::to_string(now + from_now);
}

}  // namespace

TEST_CASE("ES256, PS256 and RS256 of the published keys are taken") {
  CHECK(verdict(curve_key().sign(es256, claims())) == "taken");
  CHECK(verdict(rsa_key().sign(ps256, claims())) == "taken");
  CHECK(verdict(rsa_key().sign_rs256(rs256, claims())) == "taken");
  CHECK(verdict(curve_key().sign(R"({"alg":"ES256","kid":"c","typ":"JWT"})", claims())) == "taken");
}

TEST_CASE("no token without a signature, and none by an algorithm that is not allowed") {
  const auto signature =
      curve_key().sign(es256, claims()).substr(curve_key().sign(es256, claims()).rfind('.'));
  for (const auto* alg : {"none", "None", "NONE", "nOnE", "", "ES384", "ES512", "PS384", "RS384",
                          "RS512", "HS256", "HS384", "EdDSA", "es256", "RSA-OAEP"}) {
    INFO(alg);
    const auto header = R"({"kid":"c","alg":")" + std::string(alg) + "\"}";
    CHECK(verdict(tests::encoded(header, claims()) + ".") == "malformed");
    CHECK(verdict(tests::encoded(header, claims()) + signature) == "algorithm");
  }
  CHECK(verdict(tests::encoded(es256, claims())) == "malformed");
  CHECK(verdict(tests::encoded(R"({"kid":"c"})", claims()) + signature) == "algorithm");
  CHECK(verdict(tests::encoded(R"({"kid":"c","alg":null})", claims()) + signature) == "algorithm");
  CHECK(verdict(tests::encoded(R"({"kid":"c","alg":["ES256"]})", claims()) + signature) ==
        "algorithm");
}

TEST_CASE("a public key is no shared secret") {
  for (const auto& secret :
       {rsa_key().public_pem(), rsa_key().jwk(), published().back().jwk, std::string("register")}) {
    CHECK(verdict(SigningKey::sign_hs256(secret, R"({"alg":"HS256","kid":"r"})", claims())) ==
          "algorithm");
    // The signature of HMAC under the name of an algorithm that is allowed.
    CHECK(verdict(SigningKey::sign_hs256(secret, rs256, claims())) == "signature");
    CHECK(verdict(SigningKey::sign_hs256(secret, es256, claims())) == "signature");
  }
}

TEST_CASE("the algorithm is the key's") {
  // PS256 under the name RS256 and the other way round; either under that of a curve.
  CHECK(verdict(rsa_key().sign(rs256, claims())) == "signature");
  CHECK(verdict(rsa_key().sign_rs256(ps256, claims())) == "signature");
  CHECK(verdict(rsa_key().sign(R"({"alg":"PS256","kid":"c"})", claims())) == "unknown_key");
  CHECK(verdict(curve_key().sign(R"({"alg":"ES256","kid":"r"})", claims())) == "unknown_key");
  CHECK(verdict(rsa_key().sign(es256, claims())) == "signature");
  // A key that says it is for one algorithm is for no other.
  const auto only = keys_of({rsa_key().jwk(R"("kid":"r","alg":"PS256",)")});
  CHECK(verdict(rsa_key().sign(ps256, claims()), rules(), only) == "taken");
  CHECK(verdict(rsa_key().sign_rs256(rs256, claims()), rules(), only) == "unknown_key");
}

TEST_CASE("a token is verified by the key that it names") {
  const auto stranger = SigningKey::p256();
  CHECK(verdict(stranger.sign(es256, claims())) == "signature");
  CHECK(verdict(curve_key().sign(R"({"alg":"ES256","kid":"other"})", claims())) == "unknown_key");
  CHECK(verdict(curve_key().sign(R"({"alg":"ES256","kid":""})", claims())) == "malformed");
  CHECK(verdict(curve_key().sign(R"({"alg":"ES256","kid":7})", claims())) == "malformed");
  // Keys that are sent along are not looked at.
  CHECK(verdict(stranger.sign(R"({"alg":"ES256","kid":"c","jwk":)" + stranger.jwk() + "}",
                              claims())) == "signature");
  CHECK(verdict(stranger.sign(R"({"alg":"ES256","kid":"c","jku":"https://evil.example/k"})",
                              claims())) == "signature");
  CHECK(verdict(stranger.sign(R"({"alg":"ES256","kid":"c","x5u":"https://evil.example/k"})",
                              claims())) == "signature");
}

TEST_CASE("a token without a kid is verified where there is one key of its kind") {
  const std::string bare = R"({"alg":"ES256"})";
  CHECK(verdict(curve_key().sign(bare, claims())) == "taken");
  const auto two =
      keys_of({curve_key().jwk(R"("kid":"c",)"), SigningKey::p256().jwk(R"("kid":"d",)")});
  CHECK(verdict(curve_key().sign(bare, claims()), rules(), two) == "unknown_key");
  CHECK(verdict(curve_key().sign(es256, claims()), rules(), two) == "taken");
  const auto nameless = keys_of({curve_key().jwk()});
  CHECK(verdict(curve_key().sign(bare, claims()), rules(), nameless) == "taken");
  CHECK(verdict(curve_key().sign(es256, claims()), rules(), nameless) == "unknown_key");
}

TEST_CASE("an altered token is refused") {
  const auto good = curve_key().sign(es256, claims());
  const auto other = claims({{"sub", R"("someone-else")"}});
  CHECK(verdict(tests::encoded(es256, other) + good.substr(good.rfind('.'))) == "signature");
  auto cut = good;
  cut.resize(good.size() - 2);
  CHECK(verdict(cut) != "taken");
  CHECK(verdict(good + ".x") == "malformed");
  CHECK(verdict(good + "=") == "malformed");
  CHECK(verdict("") == "malformed");
  CHECK(verdict("..") == "malformed");
}

TEST_CASE("the issuer is exactly the one, and the audience this client alone") {
  for (const char* iss :
       {R"("https://idp.example/t/")", R"("https://idp.example")", R"("https://IDP.example/t")",
        R"("http://idp.example/t")", R"(["https://idp.example/t"])", "null", ""})
    CHECK(verdict_of({{"iss", iss}}) == "issuer");
  CHECK(verdict_of({{"aud", R"(["register"])"}}) == "taken");
  CHECK(verdict_of({{"azp", R"("register")"}}) == "taken");
  for (const char* aud :
       {R"("other")", R"("Register")", R"("register ")", R"(["register","other"])",
        R"(["other","register"])", R"(["register","register"])", "[]", "null", R"([["register"]])",
        R"({"register":1})", "1", ""})
    CHECK(verdict_of({{"aud", aud}}) == "audience");
  for (const char* azp : {R"("other")", "null", R"(["register"])", R"("")"})
    CHECK(verdict_of({{"azp", azp}}) == "audience");
}

TEST_CASE("the nonce is that of the sign-in") {
  for (const char* nonce : {R"("n-0S6_WzA2Mk")", R"("")", "null", "1", ""})
    CHECK(verdict_of({{"nonce", nonce}}) == "nonce");
  auto none = rules();
  none.nonce = "";
  CHECK(verdict(curve_key().sign(es256, claims({{"nonce", ""}})), none) == "nonce");
}

TEST_CASE("times count, with a minute for clocks that differ") {
  CHECK(verdict_of({{"exp", seconds(-59)}, {"iat", seconds(-100)}}) == "taken");
  CHECK(verdict_of({{"exp", seconds(-60)}, {"iat", seconds(-100)}}) == "expired");
  CHECK(verdict_of({{"exp", seconds(-86'400)}, {"iat", seconds(-90'000)}}) == "expired");
  CHECK(verdict_of({{"iat", seconds(60)}}) == "taken");
  CHECK(verdict_of({{"iat", seconds(61)}}) == "not_yet");
  CHECK(verdict_of({{"nbf", seconds(61)}}) == "not_yet");
  CHECK(verdict_of({{"nbf", seconds(-5)}}) == "taken");
  CHECK(verdict_of({{"iat", seconds(-360)}}) == "taken");
  CHECK(verdict_of({{"iat", seconds(-361)}}) == "stale");
  for (const char* name : {"exp", "iat"})
    for (const char* value : {"", "null", "1.5e9", "\"1795514460\"", "-1", "[1795514460]",
                              "99999999999999999", "true"}) {
      INFO(name << " " << value);
      CHECK(verdict_of({{name, value}}) == "malformed");
    }
  CHECK(verdict_of({{"nbf", "\"x\""}}) == "malformed");
}

TEST_CASE("a subject is one to 255 characters of ASCII") {
  const auto of = [](const std::string& text) { return verdict_of({{"sub", "\"" + text + "\""}}); };
  CHECK(of("") == "malformed");
  CHECK(of(std::string(256, 'x')) == "malformed");
  CHECK(of("caf\xC3\xA9") == "malformed");
  CHECK(of("a\\nb") == "malformed");
  CHECK(verdict_of({{"sub", ""}}) == "malformed");
  CHECK(verdict_of({{"sub", "248289761001"}}) == "malformed");
}

TEST_CASE("strict JSON, no extension, a type that is a JWT's, a bounded length") {
  CHECK(verdict(curve_key().sign(
            es256, claims({{"padding", "\"" + std::string(17'000, 'p') + "\""}}))) == "malformed");
  const auto twice = claims();
  const auto doubled = twice.substr(0, twice.size() - 1);
  for (const char* more : {R"(,"sub":"admin"})", R"(,"iss":"https://idp.example/t"})",
                           R"(,"aud":"register"})", R"(,"s\u0075b":"admin"})"})
    CHECK(verdict(curve_key().sign(es256, doubled + more)) == "malformed");
  for (const char* header :
       {R"({"alg":"ES256","kid":"c","alg":"none"})", R"({"alg":"none","alg":"ES256","kid":"c"})",
        R"({"alg":"ES256","kid":"c","crit":["exp"]})", R"({"alg":"ES256","kid":"c","crit":[]})",
        R"({"alg":"ES256","kid":"c","b64":false})", R"({"alg":"ES256","kid":"c","typ":"at+jwt"})",
        R"({"alg":"ES256","kid":"c","typ":"logout+jwt"})", R"({"alg":"ES256","kid":"c","typ":1})",
        R"(["ES256"])", "null", "{"}) {
    INFO(header);
    CHECK(verdict(curve_key().sign(header, claims())) == "malformed");
  }
  CHECK(verdict(curve_key().sign(es256, "[]")) == "malformed");
  CHECK(verdict(curve_key().sign(es256, claims() + " {}")) == "malformed");
}

TEST_CASE("how long ago and by what they proved themselves counts where it is asked for") {
  auto by = rules();
  by.max_age = 3600s;
  const auto at = [&](const std::string& when) {
    return verdict(curve_key().sign(es256, claims({{"auth_time", when}})), by);
  };
  CHECK(at(seconds(-3660)) == "taken");
  CHECK(at(seconds(-3661)) == "authentication");
  CHECK(at("") == "authentication");
  CHECK(at("\"now\"") == "malformed");
  by = rules();
  by.acr = {"mfa", "strong"};
  const auto with = [&](const std::string& acr) {
    return verdict(curve_key().sign(es256, claims({{"acr", acr}})), by);
  };
  CHECK(with("\"mfa\"") == "taken");
  CHECK(with("\"strong\"") == "taken");
  for (const char* acr : {"\"pwd\"", "", "null", R"(["mfa"])"})
    CHECK(with(acr) == "authentication");
}

TEST_CASE("a logout token is no ID token, and an ID token no logout token") {
  const std::string event = R"({"http://schemas.openid.net/event/backchannel-logout":{}})";
  const auto verdict_of_logout = [](const std::string& token) {
    const auto result = access::verify_logout_token(token, published(), rules(), {now * 1'000'000});
    const auto* fault = std::get_if<TokenFault>(&result);
    return fault ? std::string(name_of(*fault)) : std::string("taken");
  };
  const std::map<std::string, std::string> good = {
      {"nonce", ""}, {"jti", "\"j\""}, {"events", event}};
  const auto changed = [&](const std::string& name, const std::string& value) {
    auto all = good;
    all[name] = value;
    return verdict_of_logout(curve_key().sign(es256, claims(all)));
  };
  CHECK(changed("jti", "\"j\"") == "taken");
  CHECK(verdict_of_logout(curve_key().sign(R"({"alg":"ES256","kid":"c","typ":"logout+jwt"})",
                                           claims(good))) == "taken");
  CHECK(verdict(curve_key().sign(es256, claims(good))) == "nonce");
  CHECK(verdict_of_logout(curve_key().sign(es256, claims())) == "malformed");
  CHECK(changed("nonce", "\"n\"") == "malformed");
  CHECK(changed("jti", "") == "malformed");
  CHECK(changed("events", "{}") == "malformed");
  CHECK(changed("events", R"({"http://schemas.openid.net/event/backchannel-logout":null})") ==
        "malformed");
  CHECK(changed("sub", "") == "malformed");
  CHECK(changed("aud", "\"other\"") == "audience");
  CHECK(changed("exp", seconds(-100)) == "expired");
  CHECK(changed("iat", seconds(-600)) == "stale");
}
