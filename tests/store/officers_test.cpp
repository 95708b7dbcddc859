// Officers and what their local accounts prove themselves with.
#include "erasing.hpp"
#include "officers_fixture.hpp"

#include <thread>

TEST_CASE("an officer is found by id, username, identity and invitation, and listed") {
  TestRegister test;
  auto& officers = test.store().officers();
  auto wanted = officer(test, "BIR", "a.yusuf@bir");
  wanted.identity = {"https://login.example.org/bir", "4711"};
  const ports::Invitation invitation{hash_of(9), {test.now().micros + 1'000'000}};
  must(officers.add(wanted, {}, {}, invitation, test.leaf("officer_created", "BIR")));

  for (const auto& found :
       {must(officers.find("BIR", wanted.id)), must(officers.of_username("a.yusuf@bir")),
        must(officers.of_identity("BIR", *wanted.identity)),
        must(officers.of_invitation(hash_of(9))),
        std::optional(must(officers.list("BIR")).at(0))}) {
    REQUIRE(found.has_value());
    CHECK(found->id == wanted.id);
    CHECK(found->authority == "BIR");
    CHECK(found->name == "Amina Yusuf");
    CHECK(found->username == "a.yusuf@bir");
    CHECK(found->identity == wanted.identity);
    CHECK(found->roles == wanted.roles);
    CHECK(found->created_at == wanted.created_at);
    CHECK_FALSE(found->disabled_at);
    CHECK_FALSE(found->has_password);
    CHECK_FALSE(found->has_totp);
    CHECK(found->invited_until == invitation.until);
  }
  CHECK_FALSE(must(officers.of_username("b.yusuf@bir")).has_value());
  CHECK_FALSE(must(officers.of_identity("BIR", {"https://login.example.org/bir", "4712"})));
  CHECK_FALSE(must(officers.of_invitation(hash_of(8))));
}

TEST_CASE("another authority's officer is neither found, listed nor changed") {
  TestRegister test;
  auto& officers = test.store().officers();
  const auto theirs = added(test, "BIR", "a.yusuf@bir");
  const auto leaf = [&] { return test.leaf("officer_changed", "MAN"); };
  CHECK_FALSE(must(officers.find("MAN", theirs.id)));
  CHECK(must(officers.list("MAN")).empty());
  CHECK_FALSE(must(officers.find("", theirs.id)));
  CHECK(officers.set_roles("MAN", theirs.id, {"supervisor"}, leaf()).error().code() ==
        core::Errc::not_found);
  CHECK(officers.disable("MAN", theirs.id, test.now(), leaf()).error().code() ==
        core::Errc::not_found);
  CHECK(test.store()
            .local_accounts()
            .invite("MAN", theirs.id, {hash_of(1), test.now()}, leaf())
            .error()
            .code() == core::Errc::not_found);
  CHECK(must(officers.find("BIR", theirs.id))->roles == theirs.roles);
}

TEST_CASE(
    "the register's own officers are nobody else's, and seen by none without being asked for") {
  TestRegister test;
  const auto ours = added(test, "", "amina@register", {"operator"});
  CHECK(must(test.store().officers().find("", ours.id)).has_value());
  CHECK(must(test.store().officers().list("")).size() == 1);
  CHECK_FALSE(must(test.store().officers().find("BIR", ours.id)));
  auto session = test.session("bw_access");
  CHECK(ask(*session, "select count(*) from officer") == "0");
  must(session->script("set", "set badgewatch.officers = ''"));
  CHECK(ask(*session, "select count(*) from officer") == "0");
}

TEST_CASE("a username or an identity is one officer's for ever, of one authority") {
  TestRegister test;
  auto& officers = test.store().officers();
  const auto first = added(test, "BIR", "a.yusuf@bir");
  must(officers.disable("BIR", first.id, test.now(), test.leaf("officer_disabled", "BIR")));
  auto again = officer(test, "BIR", "a.yusuf@bir");
  CHECK(officers.add(again, {}, {}, {}, test.leaf("officer_created", "BIR")).error().code() ==
        core::Errc::conflict);
  again.username = "b.yusuf@bir";
  again.identity = {"https://login.example.org", "1"};
  must(officers.add(again, {}, {}, {}, test.leaf("officer_created", "BIR")));
  CHECK(officers.set_identity("BIR", first.id, *again.identity, test.leaf("officer_changed", "BIR"))
            .error()
            .code() == core::Errc::conflict);
  // The same person may be an officer of two authorities.
  auto elsewhere = officer(test, "MAN", "a.yusuf@man");
  elsewhere.identity = again.identity;
  must(officers.add(elsewhere, {}, {}, {}, test.leaf("officer_created", "MAN")));
  must(officers.set_identity("MAN", elsewhere.id, {"https://login.example.org", "2"},
                             test.leaf("officer_changed", "MAN")));
  CHECK_FALSE(must(officers.of_identity("MAN", *again.identity)));
  CHECK(must(officers.of_identity("MAN", {"https://login.example.org", "2"}))->username ==
        "a.yusuf@man");
}

TEST_CASE("a disabled officer is let in again with new factors, and nobody else is") {
  TestRegister test;
  auto& officers = test.store().officers();
  auto& accounts = test.store().local_accounts();
  const auto one = added(test, "BIR", "a.yusuf@bir", {"supervisor"});
  must(accounts.propose("BIR", one.id, {core::Secret("hash"), core::Secret("secret"), {}}));
  REQUIRE(must(accounts.confirm("BIR", one.id, 5, {hash_of(1)}, {}, test.leaf("t", "BIR"))));
  const ports::Invitation invitation{hash_of(9), {test.now().micros + 1'000'000}};
  const auto enable = [&](const std::string& authority) {
    return officers.enable(authority, one.id, invitation, test.leaf("officer_enabled", authority));
  };
  CHECK(enable("BIR").error().code() == core::Errc::conflict);
  must(officers.disable("BIR", one.id, test.now(), test.leaf("officer_disabled", "BIR")));
  CHECK(enable("MAN").error().code() == core::Errc::conflict);
  CHECK(must(officers.find("BIR", one.id))->disabled_at);

  must(enable("BIR"));
  const auto back = must(officers.of_invitation(hash_of(9)));
  REQUIRE(back);
  CHECK(back->id == one.id);
  CHECK(back->roles == std::vector<std::string>{"supervisor"});
  CHECK_FALSE(back->disabled_at);
  CHECK_FALSE(back->has_password);
  CHECK_FALSE(back->has_totp);
  CHECK(must(accounts.recovery_codes_left("BIR", one.id)) == 0);
  CHECK(enable("BIR").error().code() == core::Errc::conflict);
}

TEST_CASE("a disabled officer's account goes after its months, whole, and one who signs in stays") {
  TestRegister test([](store::StoreOptions& options) { options.officer_months = 3; });
  auto& officers = test.store().officers();
  const auto gone = added(test, "BIR", "a.yusuf@bir");
  const auto stays = added(test, "BIR", "b.yusuf@bir");
  must(officers.disable("BIR", gone.id, test.now(), test.leaf("officer_disabled", "BIR")));
  const auto today = core::uk_date(test.now());
  const auto erase = [&](core::Date on) {
    return must(test.store().erase_expired(on, test.now(), 100, no_ledger));
  };
  CHECK(erase(today.plus_months(3)).empty());
  CHECK(must(test.store().count_expired(today.plus_months(3).plus_days(1))).officers == 1);
  const auto erased = erase(today.plus_months(3).plus_days(1));
  REQUIRE(erased.size() == 1);
  CHECK(erased[0].kind == "officer");
  CHECK(erased[0].id == gone.id);
  CHECK_FALSE(must(officers.find("BIR", gone.id)));
  CHECK(must(officers.find("BIR", stays.id)));
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from officer_recovery_code") == "2");
  CHECK(ask(*owner, "select kind from erasure") == "officer");
  // A restore brings it back, and the ledger takes it away again.
  const auto again = added(test, "BIR", "c.yusuf@bir");
  const std::vector<core::Uuid> ids = {again.id};
  CHECK(must(test.store().replay_erasures(ids, test.now())) == 1);
  CHECK_FALSE(must(officers.find("BIR", again.id)));
}

TEST_CASE("what is proposed comes into force when it is confirmed, and ends what was before") {
  TestRegister test;
  auto& accounts = test.store().local_accounts();
  const auto one = added(test, "BIR", "a.yusuf@bir");
  CHECK_FALSE(must(accounts.confirm("BIR", one.id, 5, {}, {}, test.leaf("enrolled", "BIR"))));
  must(accounts.propose("BIR", one.id,
                        {core::Secret("hash"), core::Secret(std::string("s\0t", 3)), {}}));
  CHECK(must(accounts.factors("BIR", one.id)).password_hash.empty());
  CHECK(must(accounts.proposed("BIR", one.id)).totp_secret.reveal() == std::string("s\0t", 3));
  REQUIRE(must(accounts.confirm("BIR", one.id, 5, {hash_of(1), hash_of(2)}, {},
                                test.leaf("enrolled", "BIR"))));
  const auto factors = must(accounts.factors("BIR", one.id));
  CHECK(factors.password_hash.reveal() == "hash");
  CHECK(factors.totp_secret.reveal() == std::string("s\0t", 3));
  CHECK(factors.used_steps == std::vector<std::int64_t>{5});
  CHECK(must(accounts.recovery_codes_left("BIR", one.id)) == 2);
  CHECK(must(accounts.proposed("BIR", one.id)).totp_secret.empty());

  // A new second factor alone leaves the password.
  must(accounts.propose("BIR", one.id, {{}, core::Secret("other"), {}}));
  REQUIRE(must(accounts.confirm("BIR", one.id, 9, {hash_of(3)}, {}, test.leaf("t", "BIR"))));
  CHECK(must(accounts.factors("BIR", one.id)).password_hash.reveal() == "hash");
  CHECK(must(accounts.factors("BIR", one.id)).totp_secret.reveal() == "other");
  CHECK(must(accounts.recovery_codes_left("BIR", one.id)) == 1);

  must(accounts.invite("BIR", one.id, {hash_of(7), test.now()}, test.leaf("reset", "BIR")));
  CHECK(must(accounts.factors("BIR", one.id)).password_hash.empty());
  CHECK(must(accounts.factors("BIR", one.id)).totp_secret.empty());
  CHECK(must(accounts.recovery_codes_left("BIR", one.id)) == 0);
}

TEST_CASE("a dump of officers holds neither names nor what proves who they are") {
  TestRegister test;
  const auto one = added(test, "BIR", "a.yusuf@bir");
  must(test.store().local_accounts().propose(
      "BIR", one.id, {core::Secret("$argon2id$"), core::Secret("the secret"), {}}));
  auto superuser = test.session("superuser");
  const auto rows = ask(*superuser,
                        "select string_agg(encode(content, 'escape') || encode("
                        "next_password, 'escape') || encode(next_totp, 'escape') || "
                        "officer::text, ' ') from officer");
  for (const std::string text : {"Amina", "yusuf", "argon2", "the secret"})
    CHECK(rows.find(text) == std::string::npos);
}
