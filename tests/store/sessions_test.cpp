// Sessions of officers, the factors that are used up with them, and how often one may try.
#include "officers_fixture.hpp"

#include <atomic>
#include <thread>

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes idle{15};

core::Instant later(core::Instant at, std::chrono::microseconds time) {
  return {at.micros + time.count()};
}

ports::NewSession session_of(TestRegister& test, const ports::Officer& whose, std::uint8_t token) {
  ports::NewSession wanted;
  wanted.session = {.id = core::new_uuid(test.clock(), test.randomness()),
                    .officer = whose.id,
                    .authority = whose.authority,
                    .method = "password",
                    .began_at = test.now(),
                    .seen_at = test.now(),
                    .ends_at = later(test.now(), hours(8)),
                    .second_factor_at = test.now(),
                    .address = "192.0.2.7",
                    .program = "Firefox"};
  wanted.token_hash = hash_of(token);
  wanted.used.totp_step = 1000 + token;
  return wanted;
}

ports::OfficerSession begun(TestRegister& test, const ports::Officer& whose, std::uint8_t token) {
  const auto wanted = session_of(test, whose, token);
  REQUIRE(must(test.store().sessions().begin(wanted, test.leaf("signed_in", whose.authority))));
  return wanted.session;
}

bool is_live(TestRegister& test, std::uint8_t token) {
  return must(test.store().sessions().use(hash_of(token), test.now(), idle)).has_value();
}

}  // namespace

TEST_CASE("a session says whose it is, with the roles that they have now") {
  TestRegister test;
  const auto whose = added(test, "BIR", "a.yusuf@bir");
  const auto begun_one = begun(test, whose, 1);
  const auto live = must(test.store().sessions().use(hash_of(1), test.now(), idle));
  REQUIRE(live.has_value());
  CHECK(live->session.id == begun_one.id);
  CHECK(live->session.address == "192.0.2.7");
  CHECK(live->session.program == "Firefox");
  CHECK(live->session.second_factor_at == test.now());
  CHECK(live->officer.id == whose.id);
  CHECK(live->officer.authority == "BIR");
  CHECK(live->officer.name == "Amina Yusuf");
  CHECK(live->officer.last_sign_in_at == test.now());
  must(test.store().officers().set_roles("BIR", whose.id, {"supervisor"},
                                         test.leaf("officer_changed", "BIR")));
  CHECK(must(test.store().sessions().use(hash_of(1), test.now(), idle))->officer.roles ==
        std::vector<std::string>{"supervisor"});
  CHECK_FALSE(is_live(test, 2));
}

TEST_CASE("a session ends when it is not used, and at the latest at its end") {
  TestRegister test;
  const auto whose = added(test, "BIR", "a.yusuf@bir");
  (void)begun(test, whose, 1);
  for (int i = 0; i < 3; ++i) {
    test.clock().advance(minutes(14));
    CHECK(is_live(test, 1));
  }
  test.clock().advance(minutes(15));
  CHECK_FALSE(is_live(test, 1));
  CHECK(must(test.store().sessions().list("BIR", whose.id, test.now(), idle)).empty());

  (void)begun(test, whose, 2);
  const auto end = later(test.now(), hours(8));
  while (later(test.now(), minutes(10)) < end) {
    test.clock().advance(minutes(10));
    REQUIRE(is_live(test, 2));
  }
  test.clock().set(end);
  CHECK_FALSE(is_live(test, 2));
}

TEST_CASE("a session ends when it is ended, its officer disabled, or invited anew") {
  TestRegister test;
  auto& sessions = test.store().sessions();
  const auto whose = added(test, "BIR", "a.yusuf@bir");
  const auto other = added(test, "BIR", "b.yusuf@bir");
  const auto first = begun(test, whose, 1);
  (void)begun(test, whose, 2);
  (void)begun(test, other, 3);
  CHECK(must(sessions.list("BIR", whose.id, test.now(), idle)).size() == 2);
  CHECK(sessions.end("BIR", other.id, first.id, test.leaf("signed_out", "BIR")).error().code() ==
        core::Errc::not_found);
  must(sessions.end("BIR", whose.id, first.id, test.leaf("signed_out", "BIR")));
  CHECK_FALSE(is_live(test, 1));
  CHECK(is_live(test, 2));
  must(test.store().local_accounts().invite("BIR", whose.id, {hash_of(7), test.now()},
                                            test.leaf("reset", "BIR")));
  CHECK_FALSE(is_live(test, 2));
  must(test.store().officers().disable("BIR", other.id, test.now(),
                                       test.leaf("officer_disabled", "BIR")));
  CHECK_FALSE(is_live(test, 3));
  CHECK(sessions.begin(session_of(test, other, 4), test.leaf("signed_in", "BIR")).error().code() ==
        core::Errc::not_found);
  CHECK_FALSE(is_live(test, 4));
}

TEST_CASE("a new password ends all sessions but the one in which it was set") {
  TestRegister test;
  const auto whose = added(test, "BIR", "a.yusuf@bir");
  const auto kept = begun(test, whose, 1);
  (void)begun(test, whose, 2);
  must(test.store().local_accounts().set_password("BIR", whose.id, core::Secret("h"), kept.id,
                                                  test.leaf("password_changed", "BIR")));
  CHECK(is_live(test, 1));
  CHECK_FALSE(is_live(test, 2));
}

TEST_CASE("who signs in anew ends the session that they had in that browser, and nobody else's") {
  TestRegister test;
  const auto whose = added(test, "BIR", "a.yusuf@bir");
  const auto other = added(test, "BIR", "b.yusuf@bir");
  (void)begun(test, whose, 1);
  (void)begun(test, other, 2);
  for (const auto token : std::vector<std::uint8_t>{1, 2}) {
    auto next = session_of(test, whose, static_cast<std::uint8_t>(token + 10));
    next.ended = hash_of(token);
    REQUIRE(must(test.store().sessions().begin(next, test.leaf("signed_in", "BIR"))));
  }
  CHECK_FALSE(is_live(test, 1));
  CHECK(is_live(test, 2));
}

TEST_CASE("a code opens one session or one step-up, whoever asks at the same time") {
  TestRegister test;
  auto& sessions = test.store().sessions();
  const auto whose = added(test, "BIR", "a.yusuf@bir");
  std::atomic<int> opened = 0;
  std::vector<std::thread> askers;
  for (std::uint8_t i = 0; i < 8; ++i)
    askers.emplace_back([&, i] {
      auto wanted = session_of(test, whose, i);
      wanted.used.totp_step = 500;
      if (sessions.begin(wanted, test.leaf("signed_in", "BIR")).value()) ++opened;
    });
  for (auto& asker : askers)
    asker.join();
  CHECK(opened == 1);

  const auto session = begun(test, whose, 30);
  const auto step_up = [&](std::int64_t step) {
    return must(sessions.step_up(session, {step, {}}, hash_of(31), test.now(),
                                 test.leaf("stepped_up", "BIR")));
  };
  CHECK_FALSE(step_up(1030));
  CHECK(is_live(test, 30));
  CHECK_FALSE(is_live(test, 31));
  test.clock().advance(minutes(10));
  CHECK(step_up(1031));
  // From then on it goes by the other token alone.
  CHECK_FALSE(is_live(test, 30));
  const auto live = must(sessions.use(hash_of(31), test.now(), idle));
  REQUIRE(live);
  CHECK(live->session.id == session.id);
  CHECK(live->session.second_factor_at == test.now());
}

TEST_CASE("a recovery code is used once, and another officer's not at all") {
  TestRegister test;
  const auto whose = added(test, "BIR", "a.yusuf@bir");
  const auto begin = [&](std::uint8_t token, std::uint8_t code) {
    auto wanted = session_of(test, whose, token);
    wanted.used = {{}, hash_of(code)};
    return must(test.store().sessions().begin(wanted, test.leaf("signed_in", "BIR")));
  };
  CHECK(begin(1, 40));
  CHECK_FALSE(begin(2, 40));
  CHECK_FALSE(begin(3, 99));
  CHECK(must(test.store().local_accounts().recovery_codes_left("BIR", whose.id)) == 1);
  CHECK_FALSE(is_live(test, 2));
}

TEST_CASE("each sign-in is a leaf of the log, the register's own officers' too") {
  TestRegister test;
  (void)begun(test, added(test, "BIR", "a.yusuf@bir"), 1);
  const auto operators = added(test, "", "amina@register", {"operator"});
  const auto by_them = [&](const std::string& actor) {
    return proof::make_leaf({.at = test.now(),
                             .kind = "signed_in",
                             .authority = "",
                             .actor = actor,
                             .subject = operators.id,
                             .detail = "{}"},
                            test.clock(), test.randomness());
  };
  REQUIRE(must(
      test.store().sessions().begin(session_of(test, operators, 2), by_them(operators.id.text()))));
  // Nobody writes in the name of who runs the machine, or of one who is none.
  const auto nobody = core::new_uuid(test.clock(), test.randomness()).text();
  for (const auto& actor : {std::string("operator"), nobody})
    CHECK_FALSE(
        test.store().sessions().begin(session_of(test, operators, 3), by_them(actor)).has_value());
  must(test.store().checks().note({by_them(operators.id.text())}));
  auto audit = test.session("bw_audit");
  CHECK(ask(*audit, "select count(*) from log_leaf where kind = 'signed_in'") == "3");
}

TEST_CASE("tries are spent over all budgets or none, and come back with time or success") {
  TestRegister test;
  auto& pace = test.store().sign_in_pace();
  const ports::SignInBudget narrow{hash_of(1), seconds(30), 3};
  const ports::SignInBudget wide{hash_of(2), seconds(60), 100};
  const auto take = [&] { return must(pace.take({narrow, wide}, test.now())); };
  for (int i = 0; i < 3; ++i)
    CHECK(take() == seconds(0));
  CHECK(take() == seconds(30));
  CHECK(take() == seconds(30));
  test.clock().advance(seconds(30));
  CHECK(take() == seconds(0));
  CHECK(take() == seconds(30));
  must(pace.give_back({narrow, wide}));
  CHECK(take() == seconds(0));
  // Another pair is not touched.
  CHECK(must(pace.take({{hash_of(3), seconds(30), 1}}, test.now())) == seconds(0));
  // A clock that ran ahead and was put right locks nobody out.
  test.clock().advance(hours(24 * 300));
  CHECK(take() == seconds(0));
  test.clock().advance(-hours(24 * 300));
  CHECK(take() == seconds(0));
}

TEST_CASE("the places from where an officer signed in are known") {
  TestRegister test;
  const auto whose = added(test, "BIR", "a.yusuf@bir");
  const auto other = added(test, "BIR", "b.yusuf@bir");
  auto wanted = session_of(test, whose, 1);
  wanted.places = {hash_of(50), hash_of(51)};
  REQUIRE(must(test.store().sessions().begin(wanted, test.leaf("signed_in", "BIR"))));
  auto& pace = test.store().sign_in_pace();
  CHECK(must(pace.is_known("BIR", whose.id, {hash_of(51)})));
  CHECK(must(pace.is_known("BIR", whose.id, {hash_of(1), hash_of(50)})));
  CHECK_FALSE(must(pace.is_known("BIR", whose.id, {hash_of(52)})));
  CHECK_FALSE(must(pace.is_known("BIR", whose.id, {})));
  CHECK_FALSE(must(pace.is_known("BIR", other.id, {hash_of(50)})));
  test.clock().advance(hours(24 * 181));
  REQUIRE(must(test.store().sessions().begin(session_of(test, whose, 2), test.leaf("s", "BIR"))));
  CHECK_FALSE(must(pace.is_known("BIR", whose.id, {hash_of(51)})));
}
