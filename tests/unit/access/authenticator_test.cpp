#include "access/authenticator.hpp"

#include "access/api_key.hpp"
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
  access::Authenticator authenticator{keys, clock, {.believed = 10s}};

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
  core::Errc refusal(std::string_view header) {
    const auto credential = authenticator.authenticate(header);
    REQUIRE(credential.has_error());
    return credential.error().code();
  }
};

}  // namespace

TEST_CASE("A key is its authority's, with its scopes and no more") {
  Door door;
  const auto made = door.make({"checks", "alerts", "of another version"});
  const auto credential = door.authenticator.authenticate(made.header).value();
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
  const auto sentence = door.authenticator.authenticate(unknown).error().detail();
  for (const std::string& header :
       {std::string(), std::string("Bearer"), std::string("Bearer "), made.header.substr(7),
        "Basic " + made.header.substr(7), made.header + "x", mistyped, unknown}) {
    CHECK(door.refusal(header) == core::Errc::unauthenticated);
    CHECK(door.authenticator.authenticate(header).error().detail() == sentence);
  }
  CHECK(door.authenticator.authenticate("bearer  " + made.header.substr(7) + " ").has_value());
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
  REQUIRE(door.authenticator.authenticate(made.header).has_value());
  REQUIRE(door.keys.revoke(made.key.id, door.clock.now(), {}).has_value());
  door.clock.advance(9s);
  CHECK(door.authenticator.authenticate(made.header).has_value());
  CHECK(door.keys.reads() == 1);
  door.clock.advance(1s);
  CHECK(door.refusal(made.header) == core::Errc::unauthenticated);
}

TEST_CASE("A clock that was set back does not prolong belief") {
  Door door;
  const auto made = door.make({"checks"});
  REQUIRE(door.authenticator.authenticate(made.header).has_value());
  REQUIRE(door.keys.revoke(made.key.id, door.clock.now(), {}).has_value());
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
  CHECK_FALSE(door.authenticator.authenticate(without.header).value().may(Scope::import));
  ports::ApiKey key = without.key;
  key.id = core::new_uuid(door.clock, door.randomness);
  key.name = "import";
  key.import_until = core::Instant{door.clock.now().micros + 3'600'000'000};
  const auto text = access::new_api_key(door.randomness);
  REQUIRE(door.keys.add(key, access::hash_of(text.reveal()), {}).has_value());
  const auto header = "Bearer " + std::string(text.reveal());
  CHECK(door.authenticator.authenticate(header).value().may(Scope::import));
  door.clock.advance(1h);
  CHECK_FALSE(door.authenticator.authenticate(header).value().may(Scope::import));
  CHECK(door.authenticator.authenticate(header).value().may(Scope::decisions));
}

TEST_CASE("Use of a key is noted, at most once a minute") {
  Door door;
  const auto made = door.make({"checks"});
  const auto used = [&] { return door.keys.list("LDS").value().front().last_used_at; };
  CHECK_FALSE(used().has_value());
  REQUIRE(door.authenticator.authenticate(made.header).has_value());
  const auto first = used();
  REQUIRE(first.has_value());
  door.clock.advance(30s);
  REQUIRE(door.authenticator.authenticate(made.header).has_value());
  CHECK(used() == first);
  door.clock.advance(31s);
  REQUIRE(door.authenticator.authenticate(made.header).has_value());
  CHECK(used() == door.clock.now());
}
