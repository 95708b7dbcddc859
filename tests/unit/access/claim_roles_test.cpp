#include "access/claim_roles.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using access::ClaimMapping;
using access::Role;

namespace {

ClaimMapping council() {
  return {.authorities = {"LDS"},
          .rules = {{Role::officer, {"Badgewatch.Officer", "licensing"}},
                    {Role::decision_maker, {"Badgewatch.Decide"}},
                    {Role::registrar, {"Badgewatch.Operator"}}}};
}

std::optional<access::Standing> standing(const std::string& claims, const ClaimMapping& mapping) {
  return access::standing_of(core::parse_json(claims).value(), mapping);
}

std::set<Role> roles(const std::string& claims, const ClaimMapping& mapping = council()) {
  const auto found = standing(claims, mapping);
  return found ? found->roles : std::set<Role>();
}

}  // namespace

TEST_CASE("roles are what the configured values of the claim say") {
  CHECK(roles(R"({"roles":["licensing"]})") == std::set{Role::officer});
  CHECK(roles(R"({"roles":"Badgewatch.Officer"})") == std::set{Role::officer});
  CHECK(roles(R"({"roles":["x","Badgewatch.Decide","licensing","licensing"]})") ==
        std::set{Role::officer, Role::decision_maker});
  CHECK(standing(R"({"roles":["licensing"]})", council())->authority == "LDS");
}

TEST_CASE("what is not configured gives nothing") {
  for (const char* claims :
       {"{}", R"({"roles":[]})", R"({"roles":null})", R"({"roles":"officer"})",
        R"({"roles":["LICENSING"]})", R"({"roles":["licensing "]})", R"({"roles":"licensing,x"})",
        R"({"roles":{"licensing":true}})", R"({"roles":[["licensing"]]})", R"({"roles":[1,true]})",
        R"({"role":["licensing"]})", R"({"groups":["licensing"]})"})
    CHECK_FALSE(standing(claims, council()).has_value());
}

TEST_CASE("an authority's provider makes no operator, and the register's no officer") {
  CHECK_FALSE(standing(R"({"roles":["Badgewatch.Operator"]})", council()).has_value());
  CHECK(roles(R"({"roles":["Badgewatch.Operator","licensing"]})") == std::set{Role::officer});
  auto register_s = council();
  register_s.authorities = {};
  const auto operator_s = standing(R"({"roles":["Badgewatch.Operator","licensing"]})", register_s);
  REQUIRE(operator_s.has_value());
  CHECK(operator_s->authority.empty());
  CHECK(operator_s->roles == std::set{Role::registrar});
  CHECK_FALSE(standing(R"({"roles":["licensing"]})", register_s).has_value());
}

TEST_CASE("a shared provider names the authority, and no other than those configured") {
  auto shared = council();
  shared.authorities = {"LDS", "BIR"};
  shared.authority_claim = "council";
  const auto of = [&](const std::string& council) {
    const auto found = standing(R"({"roles":["licensing"],"council":)" + council + "}", shared);
    return found ? found->authority : std::string("nobody's");
  };
  CHECK(of("\"LDS\"") == "LDS");
  CHECK(of("\"BIR\"") == "BIR");
  for (const char* other : {"\"TFL\"", "\"\"", "\"lds\"", R"(["LDS"])", R"(["LDS","BIR"])", "null",
                            "1", "\"LDS \"", "{}"})
    CHECK(of(other) == "nobody's");
  CHECK_FALSE(standing(R"({"roles":["licensing"]})", shared).has_value());
  // One authority alone is named too where a claim is configured.
  shared.authorities = {"LDS"};
  CHECK(of("\"BIR\"") == "nobody's");
  shared.authorities = {"LDS", "BIR"};
  shared.authority_claim = "";
  CHECK_FALSE(standing(R"({"roles":["licensing"]})", shared).has_value());
}

TEST_CASE("claims have the names that are configured") {
  auto mapping = council();
  mapping.roles_claim = "https://claims.example/groups";
  CHECK(roles(R"({"https://claims.example/groups":["licensing"]})", mapping) ==
        std::set{Role::officer});
  CHECK_FALSE(standing(R"({"roles":["licensing"]})", mapping).has_value());
}
