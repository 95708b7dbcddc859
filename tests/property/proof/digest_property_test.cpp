#include "proof/feed_chain.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace badgewatch;

namespace {

// Many bytes at their ends, so that carries run far.
rc::Gen<core::Hash> element() {
  return rc::gen::container<core::Hash>(
      rc::gen::weightedOneOf<std::uint8_t>({{3, rc::gen::just<std::uint8_t>(0xFF)},
                                            {2, rc::gen::just<std::uint8_t>(0x00)},
                                            {1, rc::gen::arbitrary<std::uint8_t>()}}));
}

// Byte by byte, to hold the real one against.
core::Hash plain_sum(const core::Hash& one, const core::Hash& two) {
  core::Hash sum{};
  unsigned carry = 0;
  for (std::size_t i = sum.size(); i-- > 0;) {
    carry += one[i] + 0U + two[i];
    sum[i] = static_cast<std::uint8_t>(carry & 0xFF);
    carry >>= 8;
  }
  return sum;
}

}  // namespace

TEST_CASE("the digest is the sum modulo 2^256") {
  REQUIRE(rc::check([] {
    const auto one = *element();
    const auto two = *element();
    proof::SetDigest digest(one);
    digest.add(two);
    RC_ASSERT(digest.value() == plain_sum(one, two));
    digest.remove(two);
    RC_ASSERT(digest.value() == one);
    digest.remove(two);
    RC_ASSERT(plain_sum(digest.value(), two) == one);
  }));
}

TEST_CASE("a payload says all of its event and comes back") {
  REQUIRE(rc::check([](std::uint64_t seed) {
    core::SeededRandomness randomness(seed);
    proof::FeedEvent event;
    event.kind = *rc::gen::element(proof::RowKind::licence, proof::RowKind::decision,
                                   proof::RowKind::reference, proof::RowKind::frequencies,
                                   proof::RowKind::concern);
    randomness.fill(event.row.bytes);
    randomness.fill(event.commitment);
    event.old_version = *rc::gen::positive<std::int64_t>();
    event.new_version = *rc::gen::nonNegative<std::int64_t>();
    const auto payload = proof::feed_payload(event);
    RC_ASSERT(payload.size() == 65U);
    proof::FeedEvent back;
    RC_ASSERT(proof::parse_feed_payload(payload, back));
    RC_ASSERT(back.kind == event.kind);
    RC_ASSERT(back.row == event.row);
    RC_ASSERT(back.old_version == event.old_version);
    RC_ASSERT(back.new_version == event.new_version);
    RC_ASSERT(back.commitment == event.commitment);
  }));
}
