// Sealing: what opens, and what must not.
#include "store/sealing.hpp"

#include "fixture.hpp"
#include "store/content.hpp"

using namespace badgewatch;
using namespace badgewatch::store;
using namespace badgewatch::store::test;

namespace {

core::SystemRandomness randomness;

core::Uuid id_of(std::uint8_t first) {
  core::Uuid id;
  id.bytes[0] = first;
  return id;
}

const SealedPlace place{.table = "licence", .authority = "BIR", .id = id_of(1), .version = 3};

bool opens(const Sealer& sealer, const SealedValue& value, const SealedPlace& where) {
  return sealer.open(value.data_key, value.key_version, where, value.content).has_value();
}

}  // namespace

TEST_CASE("a sealed value opens at its own place only") {
  const Sealer sealer(test_key(), randomness);
  const auto value = sealer.seal_new(place, "Amina Example");
  REQUIRE(must(sealer.open(value.data_key, value.key_version, place, value.content)) ==
          "Amina Example");

  auto elsewhere = place;
  elsewhere.id = id_of(2);
  CHECK_FALSE(opens(sealer, value, elsewhere));
  elsewhere = place;
  elsewhere.authority = "MAN";
  CHECK_FALSE(opens(sealer, value, elsewhere));
  elsewhere = place;
  elsewhere.version = 4;
  CHECK_FALSE(opens(sealer, value, elsewhere));
  elsewhere = place;
  elsewhere.table = "decision";
  CHECK_FALSE(opens(sealer, value, elsewhere));
}

TEST_CASE("the parts of a place do not run into each other") {
  const Sealer sealer(test_key(), randomness);
  const auto value = sealer.seal_new(
      {.table = "licence", .authority = "BIR", .id = id_of(1), .version = 1}, "text");
  CHECK_FALSE(
      opens(sealer, value, {.table = "licenceB", .authority = "IR", .id = id_of(1), .version = 1}));
  CHECK(sealer.blind("number", {"BIR", "12"}) != sealer.blind("number", {"BIR1", "2"}));
}

TEST_CASE("another master key, another key version, a changed byte: nothing opens") {
  const Sealer sealer(test_key(), randomness);
  const auto value = sealer.seal_new(place, "Amina Example");
  core::Hash other_key = test_key();
  other_key[31] ^= 1;
  const Sealer other(other_key, randomness);
  CHECK_FALSE(opens(other, value, place));
  CHECK_FALSE(sealer.open(value.data_key, 2, place, value.content).has_value());

  for (std::size_t i = 0; i < value.content.size(); ++i) {
    auto damaged = value;
    damaged.content[i] ^= 0x80;
    CHECK_FALSE(opens(sealer, damaged, place));
  }
  auto cut = value;
  cut.content.resize(10);
  CHECK_FALSE(opens(sealer, cut, place));
}

TEST_CASE("equal texts are sealed differently, and have different digests") {
  const Sealer sealer(test_key(), randomness);
  const auto one = sealer.seal_new(place, "text");
  const auto two = sealer.seal_new(place, "text");
  REQUIRE(one.content != two.content);
  REQUIRE(one.data_key != two.data_key);
  REQUIRE(one.digest != two.digest);
}

TEST_CASE("one field of a record does not open as another") {
  const Sealer sealer(test_key(), randomness);
  const auto key = sealer.new_key();
  const auto sealed = sealer.seal(key, place, "request", "text");
  REQUIRE(must(sealer.open(key, place, "request", sealed)) == "text");
  REQUIRE(sealer.open(key, place, "answer", sealed).has_error());
}

TEST_CASE("content comes back as it was") {
  auto bare = licence(3);
  bare.granted_on.reset();
  bare.expires_on.reset();
  bare.holder = {};
  for (const auto& one : {licence(1), bare})
    REQUIRE((must(read_licence_content(licence_content(one))) == one));

  auto full = decision(4);
  full.your_reference = "line\nbreak \"quoted\"";
  full.suspension_ends_on = day("2027-01-01");
  full.first_entered_on = day("2020-01-01");
  for (const auto& one : {decision(1), full})
    REQUIRE((must(read_decision_content(decision_content(one))) == one));

  const ports::StoredAnswer answer{
      .status = 201, .body = "{\"a\":\n1}\n", .headers = {{"ETag", "\"1\""}, {"Location", "/x"}}};
  const auto read = must(read_answer_content(answer_content(answer)));
  REQUIRE(read.status == 201);
  REQUIRE(read.body == answer.body);
  REQUIRE(read.headers == answer.headers);
}
