#include "store/operators.hpp"

#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

core::Hash key(unsigned char n) {
  core::Hash hash{};
  hash.fill(n);
  return hash;
}

store::Operator named(TestRegister& test, const std::string& name) {
  return {.id = core::new_uuid(test.clock(), test.randomness()),
          .name = name,
          .prefix = "bw_" + name,
          .created_at = test.now(),
          .revoked_at = {}};
}

}  // namespace

TEST_CASE("an operator is known by the key until it is revoked, and each act is logged") {
  TestRegister test;
  const store::Operators operators(conninfo("bw_migrate", test.database()));
  const auto amina = named(test, "amina"), bert = named(test, "bert");
  REQUIRE(operators.add(amina, key(1), test.leaf("operator_created", "")).has_value());
  REQUIRE(operators.add(bert, key(2), test.leaf("operator_created", "")).has_value());
  CHECK(must(operators.find(key(1))).id == amina.id);
  CHECK(must(operators.find(key(2))).name == "bert");
  CHECK(operators.find(key(3)).error().code() == core::Errc::forbidden);

  REQUIRE(operators.revoke("amina", test.now(), test.leaf("operator_revoked", "")).has_value());
  CHECK(operators.find(key(1)).has_error());
  CHECK(must(operators.find(key(2))).id == bert.id);
  const auto all = must(operators.list());
  REQUIRE(all.size() == 2);
  CHECK(all[0].revoked_at.has_value());
  CHECK_FALSE(all[1].revoked_at.has_value());
  auto audit = test.session("bw_audit");
  CHECK(ask(*audit, "select string_agg(kind, ' ' order by kind) from log_leaf") ==
        "operator_created operator_created operator_revoked");
}

TEST_CASE("a name is one person's for good, and a refused act leaves no trace of being done") {
  TestRegister test;
  const store::Operators operators(conninfo("bw_migrate", test.database()));
  REQUIRE(
      operators.add(named(test, "amina"), key(1), test.leaf("operator_created", "")).has_value());
  REQUIRE(operators.revoke("amina", test.now(), test.leaf("operator_revoked", "")).has_value());
  CHECK(operators.add(named(test, "amina"), key(2), test.leaf("again", "")).error().code() ==
        core::Errc::conflict);
  CHECK(operators.revoke("nobody", test.now(), test.leaf("again", "")).error().code() ==
        core::Errc::not_found);
  auto audit = test.session("bw_audit");
  CHECK(ask(*audit, "select count(*) from log_leaf where kind = 'again'") == "0");
}

TEST_CASE("nothing that serves councils reads or writes operators") {
  TestRegister test;
  for (const std::string role : {"bw_app", "bw_record", "bw_match", "bw_follow", "bw_watch"}) {
    auto session = test.session(role);
    CHECK(refusal(*session, "select * from operator") == "42501");
    CHECK(refusal(*session, "select * from master_key") == "42501");
    CHECK(refusal(*session, "update operator set revoked_at = null") == "42501");
  }
  auto audit = test.session("bw_audit");
  CHECK(refusal(*audit, "select key_hash from operator") == "42501");
}
