#include "proof/freshness.hpp"
#include "proof/receipt.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace badgewatch;
using proof::Freshness;

namespace {

proof::FeedEvent event(std::int64_t seq) {
  proof::FeedEvent made;
  made.seq = seq;
  made.kind = proof::RowKind::licence;
  return made;
}

}  // namespace

TEST_CASE("what is no longer remembered is never proven") {
  constexpr auto remembered = static_cast<std::int64_t>(proof::AppliedHistory::remembered);
  constexpr std::int64_t forgotten = 10;
  proof::AppliedHistory index{proof::Head{}};
  proof::Head head;
  proof::Head last_forgotten;
  proof::Head first_kept;
  for (std::int64_t seq = 1; seq < remembered + forgotten; ++seq) {
    proof::advance(head, event(seq));
    REQUIRE(index.apply(event(seq), head.position.chain));
    if (seq == forgotten - 1) last_forgotten = head;
    if (seq == forgotten) first_kept = head;
  }
  CHECK(proof::judge(last_forgotten, 0, index) == Freshness::behind);
  CHECK(!index.chain_at(forgotten - 1));
  CHECK(proof::judge(first_kept, 0, index) == Freshness::proven);
  first_kept.position.chain[31] ^= 1;
  CHECK(proof::judge(first_kept, 0, index) == Freshness::forked);
}

TEST_CASE("an index rebuilt behind the read proves nothing by it") {
  proof::Head read;
  proof::advance(read, event(1));
  proof::Head later = read;
  proof::advance(later, event(2));
  const proof::AppliedHistory rebuilt(later);
  CHECK(proof::judge(read, 1, rebuilt) == Freshness::behind);
  CHECK(proof::judge(later, 1, rebuilt) == Freshness::proven);
}

TEST_CASE("the same place with another count of rows is another history") {
  proof::Head head;
  proof::advance(head, event(1));
  const proof::AppliedHistory index(head);
  proof::Head other = head;
  ++other.live;
  CHECK(proof::judge(other, 1, index) == Freshness::forked);
}

TEST_CASE("a payload not of its form is refused") {
  auto payload = proof::feed_payload(event(1));
  proof::FeedEvent back;
  REQUIRE(proof::parse_feed_payload(payload, back));
  payload[0] = 6;
  CHECK(!proof::parse_feed_payload(payload, back));
  payload[0] = 0;
  CHECK(!proof::parse_feed_payload(payload, back));
  payload[0] = 1;
  payload[17] = 0x80;
  CHECK(!proof::parse_feed_payload(payload, back));
  payload[17] = 0;
  payload.push_back(0);
  CHECK(!proof::parse_feed_payload(payload, back));
}

TEST_CASE("an event out of its order is a bug") {
  proof::Head head;
  CHECK_THROWS_AS(proof::advance(head, event(2)), std::logic_error);
  CHECK(head.position.seq == 0);
}

TEST_CASE("keyed hashes are BLAKE2b-256 and depend on the key") {
  core::Hash key{};
  for (std::size_t i = 0; i < key.size(); ++i)
    key[i] = static_cast<std::uint8_t>(i);
  const auto hash = proof::keyed_hash(key, {core::as_bytes("badge"), core::as_bytes("watch")});
  CHECK(core::hex(hash) == "cb0a9db1cba4840746952e1561bdd57dc4ae1933fe211240211791e78ec5fdd5");
  key[0] = 1;
  CHECK(proof::keyed_hash(key, {core::as_bytes("badgewatch")}) != hash);
}

TEST_CASE("a receipt's text holds each member on its line") {
  proof::ReceiptClaim claim;
  claim.check = *core::Uuid::parse("01234567-89ab-7cde-8f01-23456789abcd");
  claim.checked_at = {1'700'000'000'123'000};
  claim.outcome = "match";
  claim.proven = true;
  claim.position.seq = 42;
  claim.rules = "r1";
  const std::string zeros(64, '0');
  CHECK(proof::canonical(claim) ==
        "badgewatch-receipt/1\n"
        "check 01234567-89ab-7cde-8f01-23456789abcd\n"
        "checked_at 2023-11-14T22:13:20.123Z\n"
        "outcome match\n"
        "query " +
            zeros + "\nleaf " + zeros +
            "\nproven true\n"
            "epoch 00000000-0000-0000-0000-000000000000\n"
            "seq 42\n"
            "chain " +
            zeros + "\nrules r1\n");
  claim.rules = "r1\nproven true";
  CHECK_THROWS_AS(proof::canonical(claim), std::invalid_argument);
}
