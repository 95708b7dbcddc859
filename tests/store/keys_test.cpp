// API keys, and reference data.
#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

core::Hash hash_of(std::uint8_t value) {
  core::Hash hash{};
  hash.fill(value);
  return hash;
}

ports::ApiKey key(TestRegister& test, const std::string& name) {
  return {.id = core::new_uuid(test.clock(), test.randomness()),
          .authority = "BIR",
          .name = name,
          .prefix = "bw_abcd",
          .scopes = {"licences", "checks"},
          .created_at = test.now(),
          .revoked_at = {},
          .import_until = at("2026-12-01T00:00:00Z"),
          .last_used_at = {}};
}

}  // namespace

TEST_CASE("a key is found by its hash, used, revoked and listed") {
  TestRegister test;
  auto& keys = test.store().keys();
  const auto made = key(test, "back office");
  REQUIRE(keys.add(made, hash_of(1), test.leaf("key_created", "BIR")).has_value());
  REQUIRE_FALSE(must(keys.find(hash_of(2))).has_value());
  auto found = must(keys.find(hash_of(1)));
  REQUIRE(found.has_value());
  REQUIRE(found->id == made.id);
  REQUIRE(found->authority == "BIR");
  REQUIRE(found->scopes == made.scopes);
  REQUIRE(found->import_until == made.import_until);
  REQUIRE_FALSE(found->revoked_at.has_value());
  REQUIRE_FALSE(found->last_used_at.has_value());

  test.clock().advance(std::chrono::seconds(5));
  REQUIRE(keys.used("BIR", made.id, test.now()).has_value());
  REQUIRE(must(keys.find(hash_of(1)))->last_used_at == test.now());

  const auto revoked_at = test.now();
  REQUIRE(keys.revoke("BIR", made.id, revoked_at, test.leaf("key_revoked", "")).has_value());
  test.clock().advance(std::chrono::seconds(5));
  REQUIRE(keys.revoke("", made.id, test.now(), test.leaf("key_revoked", "")).has_value());
  REQUIRE(must(keys.find(hash_of(1)))->revoked_at == revoked_at);

  const auto listed = must(keys.list("BIR"));
  REQUIRE(listed.size() == 1);
  REQUIRE(listed[0].id == made.id);
  REQUIRE(must(keys.list("MAN")).empty());
  auto owner = test.session("superuser");
  REQUIRE(ask(*owner, "select count(*) from log_leaf") == "3");
}

TEST_CASE("an authority has at most two live keys of one name") {
  TestRegister test;
  auto& keys = test.store().keys();
  const auto first = key(test, "back office");
  REQUIRE(keys.add(first, hash_of(1), test.leaf("key_created", "BIR")).has_value());
  REQUIRE(
      keys.add(key(test, "back office"), hash_of(2), test.leaf("key_created", "BIR")).has_value());
  const auto third =
      keys.add(key(test, "back office"), hash_of(3), test.leaf("key_created", "BIR"));
  REQUIRE(third.has_error());
  REQUIRE(third.error().code() == core::Errc::conflict);
  REQUIRE(keys.add(key(test, "another"), hash_of(4), test.leaf("key_created", "BIR")).has_value());
  REQUIRE(keys.revoke("BIR", first.id, test.now(), test.leaf("key_revoked", "BIR")).has_value());
  REQUIRE(
      keys.add(key(test, "back office"), hash_of(3), test.leaf("key_created", "BIR")).has_value());
}

TEST_CASE("a key that is not there cannot be revoked") {
  TestRegister test;
  const auto revoked =
      test.store().keys().revoke("", core::Uuid(), test.now(), test.leaf("key_revoked", ""));
  REQUIRE(revoked.has_error());
  REQUIRE(revoked.error().code() == core::Errc::not_found);
}

TEST_CASE("reference data are replaced through the feed, and only when they differ") {
  TestRegister test;
  auto& reference = test.store().reference();
  REQUIRE(must(reference.load()).empty());
  const ports::ReferenceFile holidays{"bank_holidays", "2026-11-23", R"({"a":"Boxing Day: 'é'"})"};
  const ports::ReferenceFile periods{"statutory_periods", "2026-11-23", "{}"};
  const auto replace = [&](const std::vector<ports::ReferenceFile>& files) {
    return reference.replace(files, test.leaf("reference_replaced", ""), test.now());
  };
  REQUIRE(replace({holidays, periods}).has_value());
  REQUIRE(verify_feed(test.store()) == 2);
  REQUIRE(replace({holidays, periods}).has_value());
  REQUIRE(verify_feed(test.store()) == 2);

  auto newer = periods;
  newer.version = "2027-01-01";
  newer.text = R"({"periods":[]})";
  REQUIRE(replace({holidays, newer}).has_value());
  REQUIRE(verify_feed(test.store()) == 3);
  const auto loaded = must(reference.load());
  REQUIRE(loaded.size() == 2);
  REQUIRE(loaded[0].text == holidays.text);
  REQUIRE(loaded[1].version == "2027-01-01");
  REQUIRE(loaded[1].text == newer.text);

  auto owner = test.session("superuser");
  REQUIRE(ask(*owner, "select count(*) from log_leaf") == "2");
  REQUIRE(ask(*owner, "select text from reference_file_version") == "{}");
  const auto steps = must(test.store().new_feed()->after(0, 10));
  REQUIRE(steps.size() == 3);
  REQUIRE(steps[2].event.kind == proof::RowKind::reference);
  REQUIRE(steps[2].event.new_version == 2);
}
