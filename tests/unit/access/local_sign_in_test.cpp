// Who proves that they are the officer whom they name, and how often they may try.
#include "access/local_sign_in.hpp"

#include "access/api_key.hpp"
#include "access/identifier.hpp"
#include "access/session_token.hpp"
#include "access/totp.hpp"
#include "ports/memory_officers.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using Kind = access::SignInOutcome::Kind;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const core::Secret password("copper kettle volcano");
const core::Secret secret("12345678901234567890");

struct Accounts {
  core::ManualClock clock{{1'800'000'000'000'000}};
  core::SystemRandomness randomness;
  ports::MemoryOfficers officers;
  access::Passwords passwords;
  access::LocalSignIn sign_in{officers, officers, officers, passwords, clock};
  ports::Officer officer;

  Accounts() {
    officer.id = core::new_uuid(clock, randomness);
    officer.authority = "TFL";
    officer.username = "a.yusuf@tfl";
    officer.name = "Amina Yusuf";
    officer.roles = {"officer"};
    const auto hash = passwords.hash(password).value();
    REQUIRE(officers.add(officer, {hash, secret, {}}, {}, {}, {}).has_value());
  }

  std::string code(std::int64_t away = 0) const {
    return access::totp_code(secret, access::totp_step(clock.now()) + away);
  }
  access::SignInOutcome prove(const std::string& username, const std::string& typed,
                              const std::string& with, const std::string& address = "192.0.2.1",
                              const std::string& device = "") {
    return sign_in
        .prove({.username = username,
                .password = core::Secret(typed),
                .code = with,
                .recovery_code = {},
                .address = address,
                .device = device})
        .value();
  }
  // Signs in for good from there.
  void sign_in_from(const std::string& address, const std::string& device) {
    const auto outcome = prove("a.yusuf@tfl", password.reveal(), code(), address, device);
    REQUIRE(outcome.kind == Kind::proven);
    ports::NewSession session;
    session.session.id = core::new_uuid(clock, randomness);
    session.session.officer = officer.id;
    session.session.authority = "TFL";
    session.used = outcome.used;
    session.places = outcome.places;
    REQUIRE(officers.begin(session, {}).value());
    sign_in.succeeded(outcome);
  }
};

}  // namespace

TEST_CASE("Password and code together prove who it is, and neither alone") {
  Accounts all;
  const auto proven = all.prove(" A.Yusuf@TFL ", password.reveal(), all.code());
  CHECK(proven.kind == Kind::proven);
  CHECK(proven.officer->id == all.officer.id);
  CHECK(proven.used.totp_step == access::totp_step(all.clock.now()));
  CHECK(all.prove("a.yusuf@tfl", "copper kettle volcan", all.code()).kind == Kind::refused);
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code(5)).kind == Kind::refused);
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), "").kind == Kind::refused);
  const auto nobody = all.prove("b.yusuf@tfl", password.reveal(), all.code());
  CHECK(nobody.kind == Kind::refused);
  CHECK_FALSE(nobody.officer);
  CHECK(all.officers.disable("TFL", all.officer.id, all.clock.now(), {}).has_value());
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code()).kind == Kind::refused);
}

TEST_CASE("Too many tries from one network lock that network out of that username, for a while") {
  Accounts all;
  for (const std::string username : {"a.yusuf@tfl", "nobody@tfl"}) {
    INFO(username);
    for (int i = 0; i < 10; ++i)
      REQUIRE(all.prove(username, "wrong", "000000", "2001:db8::1").kind == Kind::refused);
    // The same for who is there and who is not; the whole /64 is one network.
    const auto locked = all.prove(username, "wrong", "000000", "2001:db8::2");
    CHECK(locked.kind == Kind::too_many);
    CHECK(locked.wait == seconds(30));
  }
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code(), "2001:db8::3").kind ==
        Kind::too_many);
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code(), "2001:db8:0:1::1").kind ==
        Kind::proven);
  all.clock.advance(seconds(30));
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code(), "2001:db8::1").kind ==
        Kind::proven);
}

TEST_CASE("Who tries from everywhere locks neither a known device nor a known network out") {
  Accounts all;
  all.sign_in_from("192.0.2.7", "device of Amina");
  all.clock.advance(minutes(10));
  int refused = 0;
  for (int i = 0; i < 60; ++i) {
    const auto from = "198.51.100." + std::to_string(i);
    if (all.prove("a.yusuf@tfl", "wrong", "000000", from).kind == Kind::refused) ++refused;
  }
  CHECK(refused == 30);
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code(), "203.0.113.9").kind ==
        Kind::too_many);
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code(), "192.0.2.7").kind == Kind::proven);
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code(), "203.0.113.9", "device of Amina")
            .kind == Kind::proven);
  // Another's device is of no use.
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code(), "203.0.113.9", "device of Ben")
            .kind == Kind::too_many);
}

TEST_CASE("A device of one's own is not locked by others on its network") {
  Accounts all;
  all.sign_in_from("192.0.2.7", "device of Amina");
  for (int i = 0; i < 11; ++i)
    (void)all.prove("a.yusuf@tfl", "wrong", "000000", "192.0.2.7");
  CHECK(all.prove("a.yusuf@tfl", "wrong", "000000", "192.0.2.7").kind == Kind::too_many);
  CHECK(all.prove("a.yusuf@tfl", password.reveal(), all.code(1), "192.0.2.7", "device of Amina")
            .kind == Kind::proven);
}

TEST_CASE("Good tries cost nothing") {
  Accounts all;
  for (int i = 0; i < 15; ++i) {
    all.clock.advance(seconds(30));
    all.sign_in_from("192.0.2.7", "");
  }
}

TEST_CASE("Codes in an open session are few, and a session is one's own budget") {
  Accounts all;
  const auto session = core::new_uuid(all.clock, all.randomness);
  for (int i = 0; i < 5; ++i)
    CHECK(all.sign_in.prove_code(all.officer, session, "000000", "").value().kind == Kind::refused);
  CHECK(all.sign_in.prove_code(all.officer, session, all.code(), "").value().kind ==
        Kind::too_many);
  const auto other = core::new_uuid(all.clock, all.randomness);
  CHECK(all.sign_in.prove_code(all.officer, other, all.code(), "").value().kind == Kind::proven);
  CHECK(all.sign_in.prove_password(all.officer, other, password).value().kind == Kind::proven);
  CHECK(all.sign_in.prove_password(all.officer, other, core::Secret("no")).value().kind ==
        Kind::refused);
}

namespace {

class Systems final : public access::Identification {
public:
  core::Result<access::Credential> authenticate(const http::RequestHead& /*head*/) override {
    access::Credential system;
    system.scopes = {access::Scope::checks};
    return system;
  }
};

}  // namespace

TEST_CASE("A session's cookie is a person; with an Authorization header, or twice, it is nobody") {
  Accounts all;
  Systems systems;
  access::Identifier identifier(systems, all.officers, all.clock, minutes(15));
  const auto token = access::new_session_token(all.randomness);
  ports::NewSession session;
  session.session.id = core::new_uuid(all.clock, all.randomness);
  session.session.officer = all.officer.id;
  session.session.authority = "TFL";
  session.session.seen_at = all.clock.now();
  session.session.ends_at = {all.clock.now().micros + 28'800'000'000};
  session.token_hash = access::hash_of(token.reveal());
  REQUIRE(all.officers.begin(session, {}).value());

  const auto ask = [&](http::Headers headers) {
    http::RequestHead head;
    head.headers = std::move(headers);
    return identifier.authenticate(head);
  };
  const auto cookie = "__Host-badgewatch=" + token.reveal();
  const auto person = ask({{"Cookie", cookie}}).value();
  CHECK(person.is_person());
  CHECK(person.caller.is_person);  // misuse is judged by it
  CHECK(person.caller.authority == "TFL");
  CHECK(person.caller.actor == all.officer.id.text());
  CHECK(person.caller.label == "Amina Yusuf");
  CHECK(person.roles == std::set{access::Role::officer});
  CHECK(person.signed_in->csrf_token == access::csrf_token_of(token.reveal()));
  CHECK_FALSE(ask({}).value().is_person());
  CHECK(ask({{"Cookie", cookie}, {"Authorization", "Bearer x"}}).error().code() ==
        core::Errc::malformed);
  CHECK(ask({{"Cookie", cookie + "; " + cookie}}).error().code() == core::Errc::malformed);
  CHECK(ask({{"Cookie", "__Host-badgewatch=none"}}).error().code() == core::Errc::unauthenticated);
  all.clock.advance(minutes(15));
  CHECK(ask({{"Cookie", cookie}}).error().code() == core::Errc::unauthenticated);
}
