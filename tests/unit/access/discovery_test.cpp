// Discovery documents, published keys, and how long both are kept.
#include "access/discovery.hpp"

#include "access/provider_documents.hpp"
#include "ports/memory_sender.hpp"
#include "signing.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace badgewatch;
using namespace std::chrono_literals;

namespace {

const std::string issuer = "https://idp.example/tenant";
const std::string place = issuer + "/.well-known/openid-configuration";
const std::string keys_place = issuer + "/keys";

// With some members replaced; an empty value takes one out.
std::string document(std::map<std::string, std::string> changed = {}) {
  std::map<std::string, std::string> all = {
      {"issuer", "\"" + issuer + "\""},
      {"authorization_endpoint", "\"" + issuer + "/authorize\""},
      {"token_endpoint", "\"" + issuer + "/token\""},
      {"jwks_uri", "\"" + keys_place + "\""},
      {"response_types_supported", R"(["code","id_token"])"},
      {"id_token_signing_alg_values_supported", R"(["RS256"])"}};
  for (auto& [name, value] : changed)
    all[name] = value;
  std::string text;
  for (const auto& [name, value] : all)
    if (!value.empty()) text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
  return text + "}";
}

bool is_taken(std::map<std::string, std::string> changed, bool plain = false) {
  return access::read_discovery(document(std::move(changed)), issuer, plain).has_value();
}

std::string jwks(const std::string& kid) {
  return R"({"keys":[)" + tests::curve_key().jwk("\"kid\":\"" + kid + "\",") + "]}";
}

core::Result<std::vector<access::IssuerKey>> keys_in(const std::string& text) {
  return access::read_issuer_keys(core::parse_json(text).value());
}

struct Provider {
  core::ManualClock clock{{1'795'514'400'000'000}};
  ports::MemorySender sender;
  access::DocumentCache cache{issuer, false, sender, clock};

  Provider() {
    sender.answer_json(place, document());
    sender.answer_json(keys_place, jwks("a"));
  }
  std::string kid() {
    const auto documents = cache.get();
    return documents ? (*documents)->keys.front().kid : documents.error().detail();
  }
};

}  // namespace

TEST_CASE("a discovery document says where to go") {
  const auto read =
      access::read_discovery(document({{"end_session_endpoint", "\"" + issuer + "/logout\""},
                                       {"authorization_response_iss_parameter_supported", "true"}}),
                             issuer, false);
  REQUIRE(read.has_value());
  CHECK(read->authorization_endpoint == issuer + "/authorize");
  CHECK(read->token_endpoint == issuer + "/token");
  CHECK(read->jwks_uri == keys_place);
  CHECK(read->end_session_endpoint == issuer + "/logout");
  CHECK(read->says_issuer);
  CHECK_FALSE(access::read_discovery(document(), issuer, false)->says_issuer);
  CHECK(access::discovery_url(issuer) == place);
  CHECK(access::discovery_url("https://idp.example/") ==
        "https://idp.example/.well-known/openid-configuration");
}

TEST_CASE("the issuer of a discovery document is exactly the one that was asked") {
  for (const std::string other :
       {"\"https://idp.example/tenant/\"", "\"https://idp.example\"", "\"https://evil.example\"",
        "\"HTTPS://idp.example/tenant\"", "null", "1", "[\"https://idp.example/tenant\"]", ""})
    CHECK_FALSE(is_taken({{"issuer", other}}));
}

TEST_CASE("endpoints are addresses of https, and this machine's own only where that is allowed") {
  for (const char* name : {"authorization_endpoint", "token_endpoint", "jwks_uri"})
    for (const char* value :
         {"", "null", "1", "\"\"", "\"http://idp.example/x\"", "\"javascript:alert(1)\"",
          "\"//idp.example\"", "\"https:///x\"", "\"https://idp.example/#f\"",
          "\"https://user@idp.example/\"", "\"https://idp.example/a b\"",
          "\"https://idp.example\\\\@evil.example\"", "\"https://idp.example/\\r\\nX: y\"",
          "\"http://127.0.0.1/x\""}) {
      INFO(name << " " << value);
      CHECK_FALSE(is_taken({{name, value}}));
    }
  CHECK_FALSE(is_taken({{"end_session_endpoint", "\"http://idp.example/x\""}}));
  CHECK(is_taken({{"token_endpoint", "\"http://127.0.0.1:3000/x\""}}, true));
  CHECK_FALSE(is_taken({{"token_endpoint", "\"http://127.0.0.1.evil.example/x\""}}, true));
  CHECK_FALSE(is_taken({{"token_endpoint", "\"http://idp.example/x\""}}, true));
}

TEST_CASE("a provider that cannot do what is needed is not used") {
  CHECK_FALSE(is_taken({{"response_types_supported", R"(["id_token"])"}}));
  CHECK_FALSE(is_taken({{"code_challenge_methods_supported", R"(["plain"])"}}));
  CHECK(is_taken({{"code_challenge_methods_supported", R"(["plain","S256"])"}}));
  CHECK_FALSE(is_taken({{"id_token_signing_alg_values_supported", R"(["HS256","none"])"}}));
  CHECK(is_taken({{"id_token_signing_alg_values_supported", R"(["HS256","ES256"])"}}));
  CHECK_FALSE(is_taken({{"authorization_response_iss_parameter_supported", "\"true\""}}));
  for (const std::string text : {"", "[]", "null", "<html>", "{", "{}"})
    CHECK_FALSE(access::read_discovery(text, issuer, false).has_value());
  const auto twice =
      document().substr(0, document().size() - 1) + ",\"issuer\":\"" + issuer + "\"}";
  CHECK_FALSE(access::read_discovery(twice, issuer, false).has_value());
}

TEST_CASE("only keys that can sign an ID token here are kept") {
  const auto good = tests::curve_key().jwk("\"kid\":\"a\",");
  const auto with = [&](const std::string& other) {
    return keys_in("{\"keys\":[" + other + "," + good + "]}");
  };
  const auto rsa = [](const std::string& more) { return tests::rsa_key().jwk(more); };
  CHECK(with(rsa("")).value().size() == 2);
  CHECK(with(rsa(R"("use":"sig","alg":"RS256","x5c":["MIIC"],"x5t":"abc",)")).value().size() == 2);
  CHECK(with(rsa(R"("key_ops":["verify"],)")).value().size() == 2);
  static const auto small = tests::SigningKey::rsa(1024);
  for (const std::string& left_out :
       {rsa(R"("use":"enc",)"), rsa(R"("alg":"RSA-OAEP",)"), rsa(R"("alg":"ES256",)"),
        rsa(R"("alg":"RS512",)"), rsa(R"("key_ops":["encrypt"],)"), rsa(R"("d":"AQAB",)"),
        rsa(R"("kid":"",)"), rsa(R"("kid":7,)"), small.jwk(),
        std::string(R"({"kty":"oct","k":"c2VjcmV0","kid":"a"})"),
        std::string(
            R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"),
        std::string(R"({"kty":"EC","crv":"P-384","x":"AA","y":"AA"})"), std::string("{}"),
        std::string("null"), std::string("1")}) {
    INFO(left_out);
    CHECK(with(left_out).value().size() == 1);
  }
  CHECK(keys_in(R"({"keys":[]})").has_error());
  CHECK(keys_in(R"({"keys":{}})").has_error());
  CHECK(keys_in("[]").has_error());
  std::string many = good;
  for (int i = 0; i < 64; ++i)
    many += "," + good;
  CHECK(keys_in("{\"keys\":[" + many + "]}").has_error());
}

TEST_CASE("documents are fetched once, and again when they are old") {
  Provider idp;
  CHECK(idp.kid() == "a");
  idp.sender.answer_json(keys_place, jwks("b"));
  idp.clock.advance(3599s);
  CHECK(idp.kid() == "a");
  CHECK(idp.sender.asked(place) == 1);
  idp.clock.advance(1s);
  CHECK(idp.kid() == "b");
  CHECK(idp.sender.asked(place) == 2);
}

TEST_CASE("an unknown key has them fetched anew, at a bounded rate") {
  Provider idp;
  CHECK(idp.kid() == "a");
  idp.sender.answer_json(keys_place, jwks("b"));
  for (int i = 0; i < 100; ++i)
    CHECK(idp.cache.get_for_unknown_key().value()->keys.front().kid == "a");
  idp.clock.advance(10s);
  for (int i = 0; i < 100; ++i)
    CHECK(idp.cache.get_for_unknown_key().value()->keys.front().kid == "b");
  CHECK(idp.sender.asked(keys_place) == 2);
}

TEST_CASE("while the provider is down the last good documents serve, for a day") {
  Provider idp;
  CHECK(idp.kid() == "a");
  idp.sender.fail(true);
  idp.clock.advance(23h);
  CHECK(idp.kid() == "a");
  idp.clock.advance(1h);
  CHECK(idp.kid() == "The identity provider cannot be asked now. Nothing answers there.");
  idp.sender.fail(false);
  CHECK(idp.kid() != "a");  // just asked: not again at once
  idp.clock.advance(10s);
  CHECK(idp.kid() == "a");
}

TEST_CASE("a document that is not taken does not replace a good one") {
  Provider idp;
  CHECK(idp.kid() == "a");
  idp.clock.advance(2h);
  idp.sender.answer_json(place, document({{"issuer", "\"https://evil.example\""}}));
  CHECK(idp.kid() == "a");
  idp.clock.advance(1min);
  idp.sender.answer_json(place, document());
  idp.sender.answer_json(keys_place, R"({"keys":[]})");
  CHECK(idp.kid() == "a");
}

TEST_CASE("a provider that was never reached is asked again only after a while") {
  Provider idp;
  idp.sender.fail(true);
  for (int i = 0; i < 100; ++i)
    CHECK(idp.cache.get().error().code() == core::Errc::unavailable);
  CHECK(idp.sender.asked(place) == 1);
  CHECK_FALSE(idp.cache.last());
}

TEST_CASE("nobody waits for a fetch that another began") {
  Provider idp;
  idp.sender.answer(place,
                    [&](const ports::OutgoingRequest&) -> core::Result<ports::OutgoingReply> {
                      // As another thread would find it meanwhile.
                      CHECK(idp.cache.get().error().code() == core::Errc::unavailable);
                      return ports::OutgoingReply{200, "application/json", document()};
                    });
  CHECK(idp.kid() == "a");
}
