// OAuth clients and their access tokens.
#include "fixture.hpp"

#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

core::Hash hash_of(std::uint8_t value) {
  core::Hash hash{};
  hash.fill(value);
  return hash;
}

ports::Client client(TestRegister& test, const std::string& name) {
  return {.id = core::new_uuid(test.clock(), test.randomness()),
          .authority = "BIR",
          .name = name,
          .scopes = {"licences", "checks"},
          .networks = {"192.0.2.0/24", "2001:db8::/32"},
          .jwks = R"({"keys":[]})",
          .keys = {hash_of(1), hash_of(2)},
          .created_at = test.now(),
          .revoked_at = {},
          .last_used_at = {}};
}

ports::AccessToken token(TestRegister& test, const ports::Client& of, std::uint8_t key = 1) {
  return {.client = of.id,
          .authority = of.authority,
          .scopes = {"checks"},
          .networks = {},
          .key = hash_of(key),
          .issued_at = test.now(),
          .expires_at = {test.now().micros + 300'000'000}};
}

ports::UsedAssertion used(TestRegister& test, std::uint8_t id) {
  return {hash_of(id), {test.now().micros + 360'000'000}};
}

ports::Client added(TestRegister& test, const std::string& name) {
  const auto made = client(test, name);
  must(test.store().clients().add(made, test.leaf("client_created", "BIR")));
  return made;
}

}  // namespace

TEST_CASE("a client is found by its id, listed, given other keys and revoked") {
  TestRegister test;
  auto& clients = test.store().clients();
  const auto made = added(test, "back office");
  const auto found = must(clients.find(made.id));
  REQUIRE(found.has_value());
  CHECK(found->authority == "BIR");
  CHECK(found->name == "back office");
  CHECK(found->scopes == made.scopes);
  CHECK(found->networks == made.networks);
  CHECK(found->jwks == made.jwks);
  CHECK(found->created_at == made.created_at);
  CHECK_FALSE(found->revoked_at.has_value());
  CHECK_FALSE(must(clients.find(core::Uuid())).has_value());
  CHECK(must(clients.list("BIR")).size() == 1);
  CHECK(must(clients.list("MAN")).empty());

  auto changed = made;
  changed.jwks = R"({"keys":[1]})";
  must(clients.replace_keys(changed, test.leaf("client_keys_replaced", "BIR")));
  CHECK(must(clients.find(made.id))->jwks == changed.jwks);
  changed.authority = "MAN";
  CHECK(clients.replace_keys(changed, test.leaf("x", "MAN")).error().code() ==
        core::Errc::not_found);
  CHECK(clients.revoke("MAN", made.id, test.now(), test.leaf("x", "MAN")).error().code() ==
        core::Errc::not_found);

  const auto revoked_at = test.now();
  must(clients.revoke("BIR", made.id, revoked_at, test.leaf("client_revoked", "BIR")));
  test.clock().advance(std::chrono::seconds(5));
  must(clients.revoke("BIR", made.id, test.now(), test.leaf("client_revoked", "BIR")));
  CHECK(must(clients.find(made.id))->revoked_at == revoked_at);
  changed.authority = "BIR";
  CHECK(clients.replace_keys(changed, test.leaf("x", "BIR")).error().code() ==
        core::Errc::not_found);
  // A refusal leaves no leaf.
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from log_leaf") == "4");
}

TEST_CASE("a name is one client's while it is in force") {
  TestRegister test;
  auto& clients = test.store().clients();
  const auto first = added(test, "back office");
  const auto again = clients.add(client(test, "back office"), test.leaf("x", "BIR"));
  REQUIRE(again.has_error());
  CHECK(again.error().code() == core::Errc::conflict);
  must(clients.revoke("BIR", first.id, test.now(), test.leaf("client_revoked", "BIR")));
  (void)added(test, "back office");
}

TEST_CASE("a token is found by its hash while its client and its key are in force") {
  TestRegister test;
  auto& clients = test.store().clients();
  const auto made = added(test, "back office");
  const auto give = [&](std::uint8_t hash, std::uint8_t key) {
    return must(clients.issue(token(test, made, key), hash_of(hash), used(test, hash),
                              test.leaf("token_issued", "BIR")));
  };
  REQUIRE(give(10, 1));
  REQUIRE(give(11, 2));
  const auto found = must(clients.find_token(hash_of(10)));
  REQUIRE(found.has_value());
  CHECK(found->client == made.id);
  CHECK(found->authority == "BIR");
  CHECK(found->scopes == std::vector<std::string>{"checks"});
  CHECK(found->networks == made.networks);
  CHECK(found->client_name == "back office");
  CHECK(found->expires_at.micros == test.now().micros + 300'000'000);
  CHECK(must(clients.find(made.id))->last_used_at == test.now());
  CHECK_FALSE(must(clients.find_token(hash_of(99))).has_value());

  auto changed = made;
  changed.keys = {hash_of(2)};
  must(clients.replace_keys(changed, test.leaf("client_keys_replaced", "BIR")));
  CHECK_FALSE(must(clients.find_token(hash_of(10))).has_value());
  CHECK(must(clients.find_token(hash_of(11))).has_value());
  must(clients.revoke("BIR", made.id, test.now(), test.leaf("client_revoked", "BIR")));
  CHECK_FALSE(must(clients.find_token(hash_of(11))).has_value());
}

TEST_CASE("a token keeps the certificate that it is bound to") {
  TestRegister test;
  auto& clients = test.store().clients();
  auto made = client(test, "bound");
  made.certificate_bound = true;
  must(clients.add(made, test.leaf("client_created", "BIR")));
  CHECK(must(clients.find(made.id))->certificate_bound);
  CHECK(must(clients.list("BIR")).at(0).certificate_bound);
  auto bound = token(test, made);
  bound.certificate = "thumbprint";
  const auto leaf = test.leaf("token_issued", "BIR");
  REQUIRE(must(clients.issue(bound, hash_of(20), used(test, 20), leaf)));
  CHECK(must(clients.find_token(hash_of(20)))->certificate == "thumbprint");
  // Whoever is to have bound ones alone has no other.
  REQUIRE(must(clients.issue(token(test, made), hash_of(21), used(test, 21),
                             test.leaf("token_issued", "BIR"))));
  CHECK_FALSE(must(clients.find_token(hash_of(21))).has_value());
  const auto free = added(test, "free");
  REQUIRE(must(clients.issue(token(test, free), hash_of(22), used(test, 22),
                             test.leaf("token_issued", "BIR"))));
  CHECK_FALSE(must(clients.find_token(hash_of(22)))->certificate.has_value());
}

TEST_CASE("an assertion gives one token, whoever tries it at once, and of each client its own") {
  TestRegister test;
  auto& clients = test.store().clients();
  const auto made = added(test, "one");
  const auto other = added(test, "other");
  std::atomic<int> given = 0;
  std::vector<std::thread> daemons;
  for (std::uint8_t i = 0; i < 8; ++i)
    daemons.emplace_back([&, i] {
      const auto leaf = test.leaf("token_issued", "BIR");
      const auto got = clients.issue(token(test, made), hash_of(static_cast<std::uint8_t>(20 + i)),
                                     used(test, 7), leaf);
      if (got && *got) ++given;
    });
  for (auto& daemon : daemons)
    daemon.join();
  CHECK(given == 1);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from access_token") == "1");
  CHECK(ask(*owner, "select count(*) from log_leaf where kind = 'token_issued'") == "1");
  CHECK(must(clients.issue(token(test, other), hash_of(40), used(test, 7),
                           test.leaf("token_issued", "BIR"))));
}

TEST_CASE("what is over is dropped with the next token, and not before") {
  TestRegister test;
  auto& clients = test.store().clients();
  const auto made = added(test, "one");
  const auto give = [&](std::uint8_t n) {
    return must(clients.issue(token(test, made), hash_of(n), used(test, n),
                              test.leaf("token_issued", "BIR")));
  };
  REQUIRE(give(1));
  test.clock().advance(std::chrono::seconds(330));
  REQUIRE(give(2));
  CHECK_FALSE(give(1));  // the assertion is remembered longer than its token
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from access_token") == "1");
  CHECK(ask(*owner, "select count(*) from used_assertion") == "2");
  test.clock().advance(std::chrono::seconds(31));
  REQUIRE(give(3));
  CHECK(ask(*owner, "select count(*) from used_assertion") == "2");
}

TEST_CASE("a request makes and ends no client, and reads no token") {
  TestRegister test;
  (void)added(test, "one");
  auto session = test.session("bw_app");
  must(session->begin_as("BIR"));
  for (const std::string sql :
       {"insert into client select * from client", "update client set revoked_at = null",
        "update client set key_prints = '{}'", "delete from client",
        "select token_hash from access_token", "update access_token set expires_at = 'infinity'",
        "select id_hash from used_assertion",
        "update used_assertion set kept_until = '2000-01-01'"}) {
    INFO(sql);
    CHECK(refusal(*session, sql) == "42501");
    session->rollback();
    must(session->begin_as("BIR"));
  }
  session->rollback();
  must(session->begin_as("MAN"));
  CHECK(ask(*session, "select count(*) from client") == "0");
}
