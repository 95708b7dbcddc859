// A sign-in from the first redirect to the person, at a provider in memory that can be made to lie.
#include "access/identity_provider.hpp"

#include "core/json.hpp"
#include "core/text.hpp"
#include "http/percent.hpp"
#include "ports/memory_sender.hpp"
#include "signing.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace badgewatch;
using namespace std::chrono_literals;
using access::IdentityProvider;
using access::ProvenPerson;
using access::SignInRefused;

namespace {

const std::string issuer = "https://idp.example";
const std::string callback = "https://register.example/v1/sign-in/leeds/callback";

using Parameters = std::map<std::string, std::string>;

Parameters parameters_of(const std::string& text) {
  Parameters out;
  for (const auto one : core::split(text, '&')) {
    const auto equals = one.find('=');
    out[http::percent_decode(one.substr(0, equals)).value()] =
        http::percent_decode(one.substr(equals + 1)).value();
  }
  return out;
}

access::ProviderSettings settings_of(const std::string& secret = "s e:cret") {
  access::ProviderSettings out;
  out.name = "leeds";
  out.issuer = issuer;
  out.client_id = "register";
  out.secret = core::Secret(secret);
  out.mapping = {.authorities = {"LDS"}, .rules = {{access::Role::officer, {"licensing"}}}};
  return out;
}

// What it says may be changed before each sign-in.
struct World {
  core::ManualClock clock{{1'795'514'400'000'000}};
  core::SystemRandomness randomness;
  ports::MemorySender sender;
  IdentityProvider provider;
  std::set<core::Hash> used;
  bool says_issuer = false;
  std::string roles = R"(["licensing"])";
  std::string nonce;                    // empty: the one that was sent
  std::string token;                    // empty: a good one
  std::int64_t authenticated_ago = -1;  // seconds; -1: it does not say
  int status = 200;
  Parameters exchanged;  // what came to the token endpoint
  std::string authorization;

  explicit World(access::ProviderSettings settings = settings_of())
      : provider(std::move(settings), core::Hash{5}, sender, clock, randomness) {
    publish();
    sender.answer_json(issuer + "/jwks",
                       R"({"keys":[)" + tests::curve_key().jwk(R"("kid":"c",)") + "]}");
  }

  void publish() {
    sender.answer_json(
        issuer + "/.well-known/openid-configuration",
        R"({"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/a?b=c",)"
        R"("token_endpoint":"https://idp.example/t","jwks_uri":"https://idp.example/jwks",)"
        R"("end_session_endpoint":"https://idp.example/end",)"
        R"("authorization_response_iss_parameter_supported":)" +
            std::string(says_issuer ? "true}" : "false}"));
  }

  std::string id_token(const std::string& sent_nonce) const {
    const auto second = clock.now().micros / 1'000'000;
    return tests::curve_key().sign(
        R"({"alg":"ES256","kid":"c"})",
        R"({"iss":"https://idp.example","sub":"me","aud":"register","name":" Ann Officer ","nonce":")" +
            (nonce.empty() ? sent_nonce : nonce) + R"(","iat":)" + std::to_string(second) +
            R"(,"exp":)" + std::to_string(second + 60) +
            (authenticated_ago < 0
                 ? ""
                 : R"(,"auth_time":)" + std::to_string(second - authenticated_ago)) +
            R"(,"roles":)" + roles + "}");
  }

  struct Started {
    Parameters query;
    std::string cookie;
  };

  Started begin() {
    const auto begun = provider.begin("/checks", callback).value();
    CHECK(begun.location.starts_with("https://idp.example/a?b=c&response_type=code&"));
    Started out{parameters_of(begun.location.substr(begun.location.find('?') + 1)),
                begun.cookie.substr(0, begun.cookie.find(';'))};
    sender.answer(issuer + "/t",
                  [this, sent = out.query["nonce"]](
                      const ports::OutgoingRequest& request) -> core::Result<ports::OutgoingReply> {
                    exchanged = parameters_of(request.body.reveal());
                    authorization.clear();
                    for (const auto& [name, value] : request.headers)
                      if (name == "Authorization") authorization = value.reveal();
                    const auto body =
                        status == 200
                            ? R"({"access_token":"x","token_type":"Bearer","id_token":")" +
                                  (token.empty() ? id_token(sent) : token) + "\"}"
                            : R"({"error":"invalid_grant"})";
                    return ports::OutgoingReply{status, "application/json", body};
                  });
    return out;
  }

  IdentityProvider::Finished finish(const Started& started, const Parameters& more) {
    std::vector<std::pair<std::string, std::string>> items(more.begin(), more.end());
    if (!more.contains("state")) items.emplace_back("state", started.query.at("state"));
    return provider.finish(http::Query(std::move(items)), {{"Cookie", started.cookie}}, callback,
                           [this](const core::Hash& state, core::Instant) -> core::Result<bool> {
                             return used.insert(state).second;
                           });
  }

  // "" for a person, else the cause.
  std::string sign_in(Parameters more = {{"code", "abc"}}) {
    const auto finished = finish(begin(), more);
    const auto* refused = std::get_if<SignInRefused>(&finished.outcome);
    return refused ? refused->cause : "";
  }
};

}  // namespace

TEST_CASE("a sign-in asks for a code with state, nonce and challenge, and proves its own part") {
  World world;
  auto started = world.begin();
  CHECK(started.query["client_id"] == "register");
  CHECK(started.query["redirect_uri"] == callback);
  CHECK(started.query["scope"] == "openid");
  CHECK(started.query["code_challenge_method"] == "S256");
  CHECK_FALSE(started.query.contains("prompt"));
  CHECK_FALSE(started.query.contains("max_age"));
  const auto finished = world.finish(started, {{"code", "a/b+c"}});
  const auto* person = std::get_if<ProvenPerson>(&finished.outcome);
  REQUIRE(person != nullptr);
  CHECK(person->subject == "me");
  CHECK(person->name == "Ann Officer");
  CHECK(person->path == "/checks");
  REQUIRE(person->standing.has_value());
  CHECK(person->standing->authority == "LDS");
  CHECK(finished.cookie.ends_with("Max-Age=0"));
  CHECK(world.exchanged["grant_type"] == "authorization_code");
  CHECK(world.exchanged["code"] == "a/b+c");
  CHECK(world.exchanged["redirect_uri"] == callback);
  CHECK(access::code_challenge(world.exchanged["code_verifier"]) ==
        started.query["code_challenge"]);
  CHECK_FALSE(world.exchanged.contains("client_secret"));
  CHECK(world.authorization == "Basic " + core::base64(core::as_bytes("register:s%20e%3Acret")));
}

TEST_CASE("what is configured is asked for") {
  auto settings = settings_of();
  settings.prompt = "login";
  settings.max_age = 3600s;
  settings.acr = {"mfa", "hw"};
  settings.scopes = {"profile", "email"};
  World world(std::move(settings));
  auto query = world.begin().query;
  CHECK(query["prompt"] == "login");
  CHECK(query["max_age"] == "3600");
  CHECK(query["acr_values"] == "mfa hw");
  CHECK(query["scope"] == "openid profile email");
  // The token says nothing of when and how.
  CHECK(world.sign_in() == "token_authentication");
}

TEST_CASE("a state is used once, by the browser that began it") {
  World world;
  const auto started = world.begin();
  const auto other = world.begin();
  CHECK(std::holds_alternative<ProvenPerson>(world.finish(other, {{"code", "x"}}).outcome));
  const auto cause = [](const IdentityProvider::Finished& finished) {
    const auto* refused = std::get_if<SignInRefused>(&finished.outcome);
    return refused ? refused->cause : "";
  };
  CHECK(cause(world.finish(other, {{"code", "x"}})) == "replayed");
  CHECK(cause(world.finish({started.query, other.cookie}, {{"code", "x"}})) == "state");
  CHECK(cause(world.finish({started.query, ""}, {{"code", "x"}})) == "state");
  CHECK(cause(world.finish(started, {{"code", "x"}, {"state", "made-up"}})) == "state");
  world.clock.advance(901s);
  CHECK(cause(world.finish(started, {{"code", "x"}})) == "state");
}

TEST_CASE("an answer of another provider is refused before its code is sent anywhere") {
  World world;
  CHECK(world.sign_in({{"code", "x"}, {"iss", issuer}}).empty());
  const auto asked = world.sender.asked(issuer + "/t");
  CHECK(world.sign_in({{"code", "x"}, {"iss", "https://evil.example"}}) == "issuer");
  CHECK(world.sign_in({{"code", "x"}, {"iss", ""}}) == "issuer");
  World saying;
  saying.says_issuer = true;
  saying.publish();
  CHECK(saying.sign_in({{"code", "x"}}) == "issuer");
  CHECK(saying.sign_in({{"code", "x"}, {"iss", issuer}}).empty());
  CHECK(world.sender.asked(issuer + "/t") == asked);
}

TEST_CASE("refusals of the provider and answers of no use sign nobody in") {
  World world;
  CHECK(world.sign_in({{"error", "access_denied"}}) == "provider");
  CHECK(world.sign_in({{"error", "access_denied"}, {"code", "x"}}) == "provider");
  CHECK(world.sign_in({}) == "malformed");
  CHECK(world.sign_in({{"code", ""}}) == "malformed");
  CHECK(world.sign_in({{"code", std::string(4097, 'x')}}) == "malformed");
  world.status = 400;
  CHECK(world.sign_in() == "code");
  world.status = 503;
  CHECK(world.sign_in() == "unavailable");
  world.status = 302;
  CHECK(world.sign_in() == "code");
  world.status = 200;
  world.token = "a.b.c";
  CHECK(world.sign_in() == "token_malformed");
  world.token.clear();
  world.nonce = "another";
  CHECK(world.sign_in() == "token_nonce");
  world.nonce.clear();
  CHECK(world.sign_in().empty());
}

TEST_CASE("an ID token of an earlier sign-in is not this one's") {
  World world;
  const auto first = world.begin();
  world.token = world.id_token(first.query.at("nonce"));
  CHECK(std::holds_alternative<ProvenPerson>(world.finish(first, {{"code", "x"}}).outcome));
  CHECK(world.sign_in() == "token_nonce");
}

TEST_CASE("who has no role here is proven, and has no standing") {
  World world;
  world.roles = "[]";
  const auto finished = world.finish(world.begin(), {{"code", "x"}});
  const auto* person = std::get_if<ProvenPerson>(&finished.outcome);
  REQUIRE(person != nullptr);
  CHECK_FALSE(person->standing.has_value());
}

TEST_CASE("a rotated key is fetched, and a provider that is down signs nobody in") {
  World world;
  CHECK(world.sign_in().empty());
  world.sender.answer_json(issuer + "/jwks",
                           R"({"keys":[)" + tests::rsa_key().jwk(R"("kid":"r",)") + "]}");
  CHECK(world.sign_in().empty());  // the old key is still believed
  world.clock.advance(3600s);
  CHECK(world.sign_in() == "token_unknown_key");
  world.sender.answer_json(issuer + "/jwks",
                           R"({"keys":[)" + tests::curve_key().jwk(R"("kid":"c",)") + "]}");
  world.clock.advance(10s);
  CHECK(world.sign_in().empty());
  const auto started = world.begin();
  world.sender.fail(true);
  const auto finished = world.finish(started, {{"code", "x"}});
  CHECK(std::get<SignInRefused>(finished.outcome).cause == "unavailable");
  CHECK(std::get<SignInRefused>(finished.outcome).error.code() == core::Errc::unavailable);
}

TEST_CASE("more sign-ins than may wait for a provider are told to come again") {
  World world;
  std::vector<World::Started> others;
  for (int i = 0; i <= IdentityProvider::most_at_once; ++i)
    others.push_back(world.begin());
  // Each exchange begins the next, so that all are under way at once.
  std::size_t depth = 0;
  std::string last;
  world.sender.answer(issuer + "/t",
                      [&](const ports::OutgoingRequest&) -> core::Result<ports::OutgoingReply> {
                        const auto inner = world.finish(others.at(++depth), {{"code", "x"}});
                        const auto& refused = std::get<SignInRefused>(inner.outcome);
                        if (last.empty()) last = refused.error.detail();
                        return ports::OutgoingReply{400, "application/json", "{}"};
                      });
  (void)world.finish(others.at(0), {{"code", "x"}});
  CHECK(depth == IdentityProvider::most_at_once);
  CHECK(last == "Too many sign-ins wait for this provider.");
}

TEST_CASE("where a provider offers it, the browser signs out there too") {
  World world;
  CHECK(world.provider.sign_out_url("https://register.example/").empty());
  (void)world.begin();
  CHECK(world.provider.sign_out_url("https://register.example/") ==
        "https://idp.example/end?client_id=register&post_logout_redirect_uri="
        "https%3A%2F%2Fregister.example%2F");
}

TEST_CASE(
    "a second factor counts where the provider asks everybody for one, and they just showed it") {
  const auto showed = [](bool asks, std::int64_t ago) {
    auto settings = settings_of();
    settings.second_factor = asks;
    World world(std::move(settings));
    world.authenticated_ago = ago;
    const auto finished = world.finish(world.begin(), {{"code", "x"}});
    return std::get<ProvenPerson>(finished.outcome).showed_second_factor;
  };
  CHECK(showed(true, 10));
  CHECK(showed(true, 299));
  CHECK_FALSE(showed(true, 300));
  CHECK_FALSE(showed(true, -1));  // it does not say when
  CHECK_FALSE(showed(false, 10));
}

TEST_CASE("whoever shall prove themselves again is not let through by an old sign-in there") {
  World world;
  const auto begun = world.provider.begin("/", callback, /*anew=*/true).value();
  CHECK(begun.location.find("&prompt=login&max_age=0") != std::string::npos);
}
