// The answer kept under an Idempotency-Key.
#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

ports::IdempotencyKey key(const std::string& name, std::uint8_t fingerprint = 1) {
  ports::IdempotencyKey made{.key = name, .fingerprint = {}};
  made.fingerprint.fill(fingerprint);
  return made;
}

const ports::StoredAnswer created{
    .status = 201, .body = R"({"id":"x"})", .headers = {{"Location", "/v1/x"}}};

void answer(TestRegister& test, const std::string& authority, const ports::IdempotencyKey& under) {
  auto unit = must(test.store().records().begin(caller(authority)));
  REQUIRE_FALSE(must(unit->claim(under, test.now())).has_value());
  (void)must(unit->keep_answer(under, created, test.now()));
  (void)must(unit->commit());
}

core::Result<std::optional<ports::StoredAnswer>> claim(TestRegister& test,
                                                       const std::string& authority,
                                                       const ports::IdempotencyKey& under) {
  auto unit = must(test.store().records().begin(caller(authority)));
  return unit->claim(under, test.now());
}

}  // namespace

TEST_CASE("the first answer comes again") {
  TestRegister test;
  answer(test, "BIR", key("k"));
  const auto again = must(claim(test, "BIR", key("k")));
  REQUIRE(again.has_value());
  REQUIRE(again->status == 201);
  REQUIRE(again->body == created.body);
  REQUIRE(again->headers == created.headers);
}

TEST_CASE("another request under a used key is refused") {
  TestRegister test;
  answer(test, "BIR", key("k"));
  const auto other = claim(test, "BIR", key("k", 2));
  REQUIRE(other.has_error());
  REQUIRE(other.error().code() == core::Errc::key_reused);
}

TEST_CASE("another authority's key of that name is another key") {
  TestRegister test;
  answer(test, "BIR", key("k"));
  REQUIRE_FALSE(must(claim(test, "MAN", key("k", 2))).has_value());
}

TEST_CASE("a key whose first request still runs is told as that, and is free once that is undone") {
  TestRegister test;
  auto first = must(test.store().records().begin(caller("BIR")));
  REQUIRE_FALSE(must(first->claim(key("k"), test.now())).has_value());
  const auto second = claim(test, "BIR", key("k"));
  REQUIRE(second.has_error());
  REQUIRE(second.error().code() == core::Errc::still_running);

  first.reset();
  REQUIRE_FALSE(must(claim(test, "BIR", key("k"))).has_value());
}

TEST_CASE("an answer and its effect happen together or not at all") {
  TestRegister test;
  {
    auto unit = must(test.store().records().begin(caller("BIR")));
    (void)must(unit->claim(key("k"), test.now()));
    const std::vector<ports::LicenceToPut> wanted = {{.licence = licence(1), .if_match = {}}};
    (void)must(unit->put_licences(wanted, test.now()));
    (void)must(unit->keep_answer(key("k"), created, test.now()));
  }
  REQUIRE_FALSE(must(claim(test, "BIR", key("k"))).has_value());
  REQUIRE(verify_feed(test.store()) == 0);
}

TEST_CASE("an answer is kept for seven days") {
  TestRegister test;
  answer(test, "BIR", key("k"));
  test.clock().advance(std::chrono::hours(24 * 7) - std::chrono::seconds(1));
  REQUIRE(must(claim(test, "BIR", key("k"))).has_value());
  test.clock().advance(std::chrono::seconds(2));
  answer(test, "BIR", key("k", 2));
  REQUIRE(must(claim(test, "BIR", key("k", 2))).has_value());
}
