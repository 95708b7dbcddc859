// A client proves who it is, or is refused in words that tell nothing.
#include "access/client_authentication.hpp"

#include "access/digest.hpp"
#include "core/json.hpp"
#include "ports/memory_clients.hpp"
#include "signing.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using tests::curve_key;
using tests::rsa_key;
using tests::SigningKey;

namespace {

const std::string es256 = R"({"alg":"ES256"})";

struct Door {
  core::ManualClock clock{core::Instant{1'795'514'400'000'000}};
  core::SeededRandomness randomness{7};
  ports::MemoryClients clients;
  access::ClientAuthentication authentication{
      clients, clock, [] { return std::vector<std::string>{"https://register.example"}; }};

  ports::Client add(const std::string& jwks, std::vector<std::string> networks = {}) {
    const auto keys = access::read_public_keys(core::parse_json(jwks).value()).value();
    ports::Client client;
    client.id = core::new_uuid(clock, randomness);
    client.authority = "LDS";
    client.name = client.id.text();
    client.scopes = {"checks"};
    client.networks = std::move(networks);
    client.jwks = access::write_public_keys(keys);
    REQUIRE(clients.add(client, {}).has_value());
    return client;
  }
  std::string claims(const std::string& id) const {
    const auto now = clock.now().micros / 1'000'000;
    return R"({"iss":")" + id + R"(","sub":")" + id +
           R"(","aud":"https://register.example","jti":"1","exp":)" + std::to_string(now + 60) +
           "}";
  }
  bool proves(const std::string& assertion, const std::string& peer = "192.0.2.7") {
    const auto proven = authentication.prove(assertion, peer);
    if (proven) return true;
    CHECK(proven.error().code() == core::Errc::unauthenticated);
    CHECK(proven.error().detail() == access::refused_client().detail());
    CHECK(proven.error().fields().empty());
    return false;
  }
};

std::string set_of(const std::string& keys) {
  return "{\"keys\":[" + keys + "]}";
}

}  // namespace

TEST_CASE("A client is proven by its key, and by either of two") {
  Door door;
  const auto client =
      door.add(set_of(curve_key().jwk(R"("kid":"old",)") + "," + rsa_key().jwk(R"("kid":"new",)")));
  const auto claims = door.claims(client.id.text());
  const auto proven = door.authentication.prove(curve_key().sign(es256, claims), "192.0.2.7");
  REQUIRE(proven.has_value());
  CHECK(proven->client.id == client.id);
  CHECK(proven->client.authority == "LDS");
  CHECK(proven->assertion.id == access::sha256("1"));
  // Beyond its own expiry, whatever another daemon's clock says.
  CHECK(proven->assertion.kept_until.micros == door.clock.now().micros + 120'000'000);
  CHECK(door.proves(rsa_key().sign(R"({"alg":"PS256","kid":"new"})", claims)));
  CHECK(door.proves(curve_key().sign(R"({"alg":"ES256","kid":"old"})", claims)));
  CHECK_FALSE(door.proves(curve_key().sign(R"({"alg":"ES256","kid":"new"})", claims)));
  CHECK_FALSE(door.proves(curve_key().sign(R"({"alg":"ES256","kid":"other"})", claims)));
}

TEST_CASE("Two keys of one kind are both tried where no kid says which") {
  Door door;
  const auto other = SigningKey::p256();
  const auto client = door.add(set_of(curve_key().jwk() + "," + other.jwk()));
  CHECK(door.proves(other.sign(es256, door.claims(client.id.text()))));
  CHECK(door.proves(curve_key().sign(es256, door.claims(client.id.text()))));
}

TEST_CASE("Every refusal is the same one") {
  Door door;
  const auto client = door.add(set_of(curve_key().jwk()));
  const auto id = client.id.text();
  auto upper = id;
  for (auto& c : upper)
    c = static_cast<char>(std::toupper(c));
  const auto stranger = core::new_uuid(door.clock, door.randomness).text();
  const auto own = door.add(set_of(rsa_key().jwk()));
  CHECK(door.proves(curve_key().sign(es256, door.claims(id))));
  CHECK_FALSE(door.proves(""));
  CHECK_FALSE(door.proves("not.a.token"));
  CHECK_FALSE(door.proves(SigningKey::p256().sign(es256, door.claims(id))));
  CHECK_FALSE(door.proves(curve_key().sign(es256, door.claims(stranger))));
  CHECK_FALSE(door.proves(curve_key().sign(es256, door.claims("bw_back_office"))));
  CHECK_FALSE(door.proves(curve_key().sign(es256, door.claims(upper))));
  // Its own good key, in another client's name.
  CHECK_FALSE(door.proves(rsa_key().sign(R"({"alg":"PS256"})", door.claims(id))));
  CHECK(door.proves(rsa_key().sign(R"({"alg":"PS256"})", door.claims(own.id.text()))));
  REQUIRE(door.clients.revoke("LDS", client.id, door.clock.now(), {}).has_value());
  CHECK_FALSE(door.proves(curve_key().sign(es256, door.claims(id))));
}

TEST_CASE("From elsewhere than its networks it is nobody") {
  Door door;
  const auto client = door.add(set_of(curve_key().jwk()), {"192.0.2.0/24"});
  const auto assertion = curve_key().sign(es256, door.claims(client.id.text()));
  CHECK(door.proves(assertion, "192.0.2.9"));
  CHECK_FALSE(door.proves(assertion, "203.0.113.9"));
}

TEST_CASE("A database that does not answer is no refusal") {
  Door door;
  const auto client = door.add(set_of(curve_key().jwk()));
  door.clients.fail(true);
  const auto proven = door.authentication.prove(
      curve_key().sign(es256, door.claims(client.id.text())), "192.0.2.7");
  REQUIRE(proven.has_error());
  CHECK(proven.error().code() == core::Errc::unavailable);
}
