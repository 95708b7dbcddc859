// Officers for whom an identity provider vouches: made, renewed, stripped, signed out.
#include "app/provider_officers.hpp"

#include "ports/memory.hpp"
#include "ports/memory_officers.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using Roles = std::vector<std::string>;

namespace {

const ports::ProviderIdentity ann{"https://idp.example", "ann"};

struct Register {
  core::ManualClock clock{{1'795'514'400'000'000}};
  core::SeededRandomness randomness{3};
  ports::MemoryOfficers officers;
  ports::MemoryRegister reg;
  app::ProviderOfficers provided{officers, officers, reg, clock, randomness};
  std::uint8_t sessions = 0;

  core::Result<ports::Officer> admit(std::optional<std::string> authority, const Roles& roles,
                                     const std::vector<std::string>& speaks_for = {"LDS"},
                                     const ports::ProviderIdentity& who = ann) {
    return provided.admit({.identity = who,
                           .name = "Ann Ambler",
                           .authority = std::move(authority),
                           .roles = roles,
                           .speaks_for = speaks_for});
  }
  // "" where there is none.
  Roles roles_at(const std::string& authority, const ports::ProviderIdentity& who = ann) {
    const auto found = officers.of_identity(authority, who).value();
    return found ? found->roles : Roles{"nobody"};
  }
  core::Hash begin(const ports::Officer& officer, const std::string& method = "provider") {
    ports::NewSession wanted;
    wanted.session.id = core::new_uuid(clock, randomness);
    wanted.session.officer = officer.id;
    wanted.session.authority = officer.authority;
    wanted.session.method = method;
    wanted.session.began_at = wanted.session.seen_at = clock.now();
    wanted.session.ends_at = {clock.now().micros + 3'600'000'000};
    wanted.token_hash.fill(++sessions);
    REQUIRE(officers.begin(wanted, {}).value());
    return wanted.token_hash;
  }
  bool is_live(const core::Hash& token) {
    return officers.use(token, clock.now(), std::chrono::minutes(15)).value().has_value();
  }
  std::vector<std::string> refusals() {
    std::vector<std::string> out;
    for (const auto& leaf : reg.leaves())
      if (leaf.event.kind == "sign_in_refused")
        out.push_back(leaf.event.authority + " " + leaf.event.detail);
    return out;
  }
};

}  // namespace

TEST_CASE("an officer is made when they first come with a role, and is the same from then on") {
  Register test;
  const auto first = test.admit("LDS", {"officer"}).value();
  CHECK(first.authority == "LDS");
  CHECK(first.name == "Ann Ambler");
  CHECK(first.username.empty());
  CHECK(test.admit("LDS", {"officer"}).value().id == first.id);
  CHECK(test.officers.list("LDS").value().size() == 1);
  CHECK(test.refusals().empty());
}

TEST_CASE("roles are those of the newest sign-in") {
  Register test;
  const auto id = test.admit("LDS", {"officer"}).value().id;
  const auto again = test.admit("LDS", {"decision_maker", "supervisor"}).value();
  CHECK(again.id == id);
  CHECK(again.roles == Roles{"decision_maker", "supervisor"});
  CHECK(test.roles_at("LDS") == Roles{"decision_maker", "supervisor"});
}

TEST_CASE("who has no role is nobody, and is not made") {
  Register test;
  CHECK(test.admit(std::nullopt, {}).error().code() == core::Errc::forbidden);
  CHECK(test.admit("LDS", {}).error().code() == core::Errc::forbidden);
  CHECK(test.officers.list("LDS").value().empty());
  // Whom nobody knows is not in the log.
  CHECK(test.refusals().empty());
}

TEST_CASE("who loses every role loses every session, and it is in the log") {
  Register test;
  const auto officer = test.admit("LDS", {"officer"}).value();
  const auto one = test.begin(officer);
  const auto other = test.begin(officer, "password");
  CHECK(test.admit(std::nullopt, {}).error().code() == core::Errc::forbidden);
  CHECK(test.roles_at("LDS").empty());
  CHECK_FALSE(test.is_live(one));
  CHECK_FALSE(test.is_live(other));
  CHECK(test.refusals() == std::vector<std::string>{R"(LDS {"cause":"no_role"})"});
  // They come back as who they were.
  CHECK(test.admit("LDS", {"officer"}).value().id == officer.id);
}

TEST_CASE("a disabled officer stays out whatever the provider says") {
  Register test;
  const auto officer = test.admit("LDS", {"officer"}).value();
  REQUIRE(test.officers.disable("LDS", officer.id, test.clock.now(), {}).has_value());
  CHECK(test.admit("LDS", {"officer", "supervisor"}).error().code() == core::Errc::forbidden);
  CHECK(test.roles_at("LDS") == Roles{"officer"});
  CHECK(test.refusals() == std::vector<std::string>{R"(LDS {"cause":"disabled"})"});
}

TEST_CASE("issuer and subject say who it is: the same subject elsewhere is somebody else") {
  Register test;
  const auto id = test.admit("LDS", {"officer"}).value().id;
  CHECK(test.admit("LDS", {"officer"}, {"LDS"}, {"https://other.example", "ann"}).value().id != id);
  CHECK(test.admit("LDS", {"officer"}, {"LDS"}, {"https://idp.example", "Ann"}).value().id != id);
}

TEST_CASE("who moves within a shared provider is nobody's any more where they were") {
  Register test;
  const std::vector<std::string> both{"BIR", "LDS"};
  const auto leeds = test.admit("LDS", {"officer"}, both).value();
  const auto session = test.begin(leeds);
  const auto birmingham = test.admit("BIR", {"supervisor"}, both).value();
  CHECK(birmingham.id != leeds.id);
  CHECK(test.roles_at("LDS").empty());
  CHECK_FALSE(test.is_live(session));
  CHECK(test.roles_at("BIR") == Roles{"supervisor"});
  // No refusal: they did sign in.
  CHECK(test.refusals().empty());
}

TEST_CASE("a provider has no say in what another authority's officers are") {
  Register test;
  const auto leeds = test.admit("LDS", {"officer"}).value();
  const auto session = test.begin(leeds);
  CHECK(test.admit("BIR", {"officer"}, {"BIR"}).value().authority == "BIR");
  CHECK(test.admit(std::nullopt, {}, {"BIR"}).has_error());
  CHECK(test.roles_at("BIR").empty());
  CHECK(test.roles_at("LDS") == Roles{"officer"});
  CHECK(test.is_live(session));
}

TEST_CASE("whom the provider signs out loses the sessions that began there, and no role") {
  Register test;
  const auto officer = test.admit("LDS", {"officer"}).value();
  const auto there = test.begin(officer);
  const auto here = test.begin(officer, "password");
  CHECK(test.provided.sign_out(ann, {"LDS"}).value() == 1);
  CHECK_FALSE(test.is_live(there));
  CHECK(test.is_live(here));
  CHECK(test.roles_at("LDS") == Roles{"officer"});
  CHECK(test.provided.sign_out({"https://idp.example", "nobody"}, {"LDS"}).value() == 0);
  CHECK(test.provided.sign_out(ann, {"BIR"}).value() == 0);
}

TEST_CASE("the register's own people belong to no authority") {
  Register test;
  const auto made = test.admit("", {"operator"}, {""}).value();
  CHECK(made.authority.empty());
  CHECK(test.roles_at("") == Roles{"operator"});
}
