#include "access/authenticator.hpp"

#include "access/api_key.hpp"
#include "ports/memory_clients.hpp"
#include "ports/memory_keys.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace badgewatch;
using access::Scope;
using namespace std::chrono_literals;

namespace {

struct Door {
  core::ManualClock clock{core::Instant{1'795'514'400'000'000}};
  core::SeededRandomness randomness{7};
  ports::MemoryKeys keys;
  ports::MemoryClients clients;
  access::Authenticator authenticator{keys, clients, clock, {.believed = 10s}};

  struct Made {
    ports::ApiKey key;
    std::string header;
  };
  Made make(std::vector<std::string> scopes, std::string authority = "LDS") {
    const auto text = access::new_api_key(randomness);
    ports::ApiKey key;
    key.id = core::new_uuid(clock, randomness);
    key.authority = std::move(authority);
    key.name = "back office " + key.id.text();
    key.prefix = access::prefix_of(text.reveal());
    key.scopes = std::move(scopes);
    REQUIRE(keys.add(key, access::hash_of(text.reveal()), {}).has_value());
    return {key, "Bearer " + std::string(text.reveal())};
  }
  core::Result<access::Credential> authenticate(std::string header,
                                                std::string peer = "192.0.2.7") {
    http::RequestHead head;
    head.headers = {{"Authorization", std::move(header)}};
    head.peer = std::move(peer);
    return authenticator.authenticate(head);
  }
  core::Errc refusal(std::string header, std::string peer = "192.0.2.7") {
    const auto credential = authenticate(std::move(header), std::move(peer));
    REQUIRE(credential.has_error());
    return credential.error().code();
  }
};

}  // namespace

TEST_CASE("A key is its authority's, with its scopes and no more") {
  Door door;
  const auto made = door.make({"checks", "alerts", "of another version"});
  const auto credential = door.authenticate(made.header).value();
  CHECK(credential.caller.authority == "LDS");
  CHECK(credential.caller.actor == made.key.id.text());
  CHECK(credential.caller.label == made.key.name);
  CHECK(credential.may(Scope::checks));
  CHECK(credential.may(Scope::alerts));
  CHECK_FALSE(credential.may(Scope::decisions));
  CHECK_FALSE(credential.may(Scope::none));
}

TEST_CASE("What is not a key in force is refused, all in the same words") {
  Door door;
  const auto made = door.make({"checks"});
  auto mistyped = made.header;
  mistyped.back() = mistyped.back() == 'a' ? 'b' : 'a';
  core::SeededRandomness other(8);
  const auto unknown = "Bearer " + std::string(access::new_api_key(other).reveal());
  const auto sentence = door.authenticate(unknown).error().detail();
  for (const std::string& header :
       {std::string(), std::string("Bearer"), std::string("Bearer "), made.header.substr(7),
        "Basic " + made.header.substr(7), made.header + "x", mistyped, unknown}) {
    CHECK(door.refusal(header) == core::Errc::unauthenticated);
    CHECK(door.authenticate(header).error().detail() == sentence);
  }
  CHECK(door.authenticate("bearer  " + made.header.substr(7) + " ").has_value());
}

TEST_CASE("A token that is bound to a certificate is good beside that one alone") {
  Door door;
  const core::Hash key{1};
  const ports::Client client{.id = core::new_uuid(door.clock, door.randomness),
                             .authority = "LDS",
                             .name = "back office",
                             .scopes = {"checks"},
                             .networks = {},
                             .jwks = {},
                             .keys = {key},
                             .certificate_bound = true,
                             .created_at = {},
                             .revoked_at = {},
                             .last_used_at = {}};
  REQUIRE(door.clients.add(client, {}).has_value());
  std::uint8_t given = 0;
  const auto give = [&](std::optional<std::string> certificate) {
    const auto secret = access::new_access_token(door.randomness);
    ports::AccessToken token{.client = client.id,
                             .authority = "LDS",
                             .scopes = {"checks"},
                             .networks = {},
                             .key = key,
                             .issued_at = door.clock.now(),
                             .expires_at = {door.clock.now().micros + 300'000'000}};
    token.certificate = std::move(certificate);
    const ports::UsedAssertion assertion{.id = {++given}, .kept_until = {}};
    REQUIRE(door.clients.issue(token, access::hash_of(secret.reveal()), assertion, {}).value());
    return "Bearer " + std::string(secret.reveal());
  };
  const auto status = [&](const std::string& header, std::optional<std::string> shown) {
    http::RequestHead head;
    head.headers = {{"Authorization", header}};
    head.peer = "192.0.2.7";
    if (shown) head.certificate = http::ClientCertificate{"CN=back office", *shown};
    return door.authenticator.authenticate(head).has_value();
  };
  const auto bound = give("one");
  CHECK(status(bound, "one"));
  CHECK_FALSE(status(bound, "two"));
  CHECK_FALSE(status(bound, std::nullopt));
  CHECK(status(bound, "one"));
  // One from before its client was to have none such.
  CHECK_FALSE(status(give(std::nullopt), "one"));
}

TEST_CASE("A mistyped key does not reach the database") {
  Door door;
  auto mistyped = door.make({"checks"}).header;
  std::swap(mistyped[20], mistyped[21]);
  if (mistyped[20] == mistyped[21]) mistyped[20] = mistyped[20] == 'x' ? 'y' : 'x';
  CHECK(door.refusal(mistyped) == core::Errc::unauthenticated);
  CHECK(door.keys.reads() == 0);
}

TEST_CASE("A revoked key ends within the time that it is believed") {
  Door door;
  const auto made = door.make({"checks"});
  REQUIRE(door.authenticate(made.header).has_value());
  REQUIRE(door.keys.revoke("LDS", made.key.id, door.clock.now(), {}).has_value());
  door.clock.advance(9s);
  CHECK(door.authenticate(made.header).has_value());
  CHECK(door.keys.reads() == 1);
  door.clock.advance(1s);
  CHECK(door.refusal(made.header) == core::Errc::unauthenticated);
}

TEST_CASE("A clock that was set back does not prolong belief") {
  Door door;
  const auto made = door.make({"checks"});
  REQUIRE(door.authenticate(made.header).has_value());
  REQUIRE(door.keys.revoke("LDS", made.key.id, door.clock.now(), {}).has_value());
  door.clock.advance(-1h);
  CHECK(door.refusal(made.header) == core::Errc::unauthenticated);
}

TEST_CASE("A key whose database does not answer is not refused as wrong") {
  Door door;
  const auto made = door.make({"checks"});
  door.keys.fail(true);
  CHECK(door.refusal(made.header) == core::Errc::unavailable);
}

TEST_CASE("Import is open only until its day") {
  Door door;
  const auto without = door.make({"decisions", "import"});
  CHECK_FALSE(door.authenticate(without.header).value().may(Scope::import));
  ports::ApiKey key = without.key;
  key.id = core::new_uuid(door.clock, door.randomness);
  key.name = "import";
  key.import_until = core::Instant{door.clock.now().micros + 3'600'000'000};
  const auto text = access::new_api_key(door.randomness);
  REQUIRE(door.keys.add(key, access::hash_of(text.reveal()), {}).has_value());
  const auto header = "Bearer " + std::string(text.reveal());
  CHECK(door.authenticate(header).value().may(Scope::import));
  door.clock.advance(1h);
  CHECK_FALSE(door.authenticate(header).value().may(Scope::import));
  CHECK(door.authenticate(header).value().may(Scope::decisions));
}

TEST_CASE("Use of a key is noted, at most once a minute") {
  Door door;
  const auto made = door.make({"checks"});
  const auto used = [&] { return door.keys.list("LDS").value().front().last_used_at; };
  CHECK_FALSE(used().has_value());
  REQUIRE(door.authenticate(made.header).has_value());
  const auto first = used();
  REQUIRE(first.has_value());
  door.clock.advance(30s);
  REQUIRE(door.authenticate(made.header).has_value());
  CHECK(used() == first);
  door.clock.advance(31s);
  REQUIRE(door.authenticate(made.header).has_value());
  CHECK(used() == door.clock.now());
}

TEST_CASE("From elsewhere than its networks a key is no key, and is not noted as used") {
  Door door;
  auto made = door.make({"checks"});
  ports::ApiKey key = made.key;
  key.id = core::new_uuid(door.clock, door.randomness);
  key.name = "here";
  key.authority = "BIR";
  key.networks = {"192.0.2.0/24", "2001:db8::/32"};
  const auto text = access::new_api_key(door.randomness);
  REQUIRE(door.keys.add(key, access::hash_of(text.reveal()), {}).has_value());
  const auto header = "Bearer " + std::string(text.reveal());
  CHECK(door.refusal(header, "203.0.113.9") == core::Errc::unauthenticated);
  CHECK(door.refusal(header, "") == core::Errc::unauthenticated);
  CHECK(door.authenticate(header, "203.0.113.9").error().detail() ==
        door.authenticate("Bearer x").error().detail());
  CHECK_FALSE(door.keys.list("BIR").value().front().last_used_at.has_value());
  CHECK(door.authenticate(header, "192.0.2.200").has_value());
  CHECK(door.authenticate(header, "2001:db8::9").has_value());
  // What is believed is believed of the key, not of where it comes from.
  CHECK(door.refusal(header, "203.0.113.9") == core::Errc::unauthenticated);
}

TEST_CASE("An access token is its client's until it ends, its client is revoked, or its key goes") {
  Door door;
  ports::Client client;
  client.id = core::new_uuid(door.clock, door.randomness);
  client.authority = "LDS";
  client.name = "back office";
  client.networks = {"192.0.2.0/24"};
  client.keys = {core::Hash{1}, core::Hash{2}};
  REQUIRE(door.clients.add(client, {}).has_value());
  const auto give = [&](std::uint8_t n, std::uint8_t key) {
    const auto text = access::new_access_token(door.randomness);
    const ports::AccessToken token{.client = client.id,
                                   .authority = "LDS",
                                   .scopes = {"checks", "import"},
                                   .networks = {},
                                   .key = core::Hash{key},
                                   .issued_at = door.clock.now(),
                                   .expires_at = {door.clock.now().micros + 300'000'000}};
    REQUIRE(
        door.clients.issue(token, access::hash_of(text.reveal()), {core::Hash{n}, {}}, {}).value());
    return "Bearer " + std::string(text.reveal());
  };
  const auto first = give(1, 1);
  const auto credential = door.authenticate(first).value();
  CHECK(credential.caller.authority == "LDS");
  CHECK(credential.caller.actor == client.id.text());
  CHECK(credential.caller.label == "back office");
  CHECK(credential.may(Scope::checks));
  CHECK_FALSE(credential.may(Scope::import));  // that is opened for a key alone
  CHECK_FALSE(credential.is_person());
  CHECK(door.refusal(first, "203.0.113.9") == core::Errc::unauthenticated);
  door.clock.advance(299s);
  CHECK(door.authenticate(first).has_value());
  // Believed or not, it ends when it ends.
  door.clock.advance(1s);
  CHECK(door.refusal(first) == core::Errc::unauthenticated);

  const auto second = give(2, 1);
  const auto third = give(3, 2);
  REQUIRE(door.authenticate(second).has_value());
  client.keys = {core::Hash{2}};
  REQUIRE(door.clients.replace_keys(client, {}).has_value());
  door.authenticator.forget();
  CHECK(door.refusal(second) == core::Errc::unauthenticated);
  CHECK(door.authenticate(third).has_value());
  REQUIRE(door.clients.revoke("LDS", client.id, door.clock.now(), {}).has_value());
  CHECK(door.authenticate(third).has_value());
  door.clock.advance(10s);
  CHECK(door.refusal(third) == core::Errc::unauthenticated);
}

TEST_CASE("What this daemon ended is not believed any longer") {
  Door door;
  const auto made = door.make({"checks"});
  REQUIRE(door.authenticate(made.header).has_value());
  REQUIRE(door.keys.revoke("LDS", made.key.id, door.clock.now(), {}).has_value());
  door.authenticator.forget();
  CHECK(door.refusal(made.header) == core::Errc::unauthenticated);
}

TEST_CASE("A key is no token and a token no key") {
  core::SeededRandomness randomness(3);
  const std::string key(access::new_api_key(randomness).reveal());
  const std::string token(access::new_access_token(randomness).reveal());
  CHECK(access::is_api_key(key));
  CHECK(access::is_access_token(token));
  CHECK_FALSE(access::is_access_token(key));
  CHECK_FALSE(access::is_api_key(token));
  CHECK_FALSE(access::is_api_key("bw_" + token.substr(4) + "x"));
}
