#include "proof/freshness.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>

using namespace badgewatch;
using proof::Freshness;

namespace {

proof::FeedEvent event(std::int64_t seq, std::uint8_t mark) {
  proof::FeedEvent made;
  made.seq = seq;
  made.kind = proof::RowKind::decision;
  made.row.bytes[0] = mark;
  made.new_version = 1;
  return made;
}

proof::Head start(std::uint8_t epoch) {
  proof::Head head;
  head.position.epoch.bytes[0] = epoch;
  return head;
}

// A history of `length` events; `mark` tells one future from another behind `shared`.
proof::Head history(std::uint8_t epoch, std::int64_t length, std::int64_t shared = 0,
                    std::uint8_t mark = 1) {
  auto head = start(epoch);
  for (std::int64_t seq = 1; seq <= length; ++seq)
    proof::advance(head, event(seq, seq <= shared ? 1 : mark));
  return head;
}

proof::AppliedHistory applied(std::uint8_t epoch, std::int64_t length) {
  proof::AppliedHistory made(start(epoch));
  auto head = start(epoch);
  for (std::int64_t seq = 1; seq <= length; ++seq) {
    proof::advance(head, event(seq, 1));
    REQUIRE(made.apply(event(seq, 1), head.position.chain));
  }
  return made;
}

struct Case {
  std::string what;
  proof::Head read;
  std::int64_t applied_before;
  Freshness wanted;
};

// Each against an index that has applied ten events of epoch 1.
std::vector<Case> cases() {
  return {
      {"the same head", history(1, 10), 10, Freshness::proven},
      {"the index went on meanwhile", history(1, 8), 8, Freshness::proven},
      {"the index is behind", history(1, 11), 10, Freshness::behind},
      {"restored: another epoch, the same number", history(2, 10), 10, Freshness::other_epoch},
      {"rewound before what was applied", history(1, 9), 10, Freshness::rewound},
      {"failed over: the same number, another last event", history(1, 10, 9, 2), 10,
       Freshness::forked},
      {"failed over and grown, another history", history(1, 10, 5, 3), 8, Freshness::forked},
      {"a history of other events from the start", history(1, 10, 0, 7), 10, Freshness::forked},
  };
}

// The deliberately broken twin: compares numbers only.
Freshness judge_by_number(const proof::Head& read, std::int64_t /*applied_before*/,
                          const proof::AppliedHistory& index) {
  return read.position.seq <= index.head().position.seq ? Freshness::proven : Freshness::behind;
}

using Judge =
    std::function<Freshness(const proof::Head&, std::int64_t, const proof::AppliedHistory&)>;

int false_clears(const Judge& judge) {
  const auto index = applied(1, 10);
  int wrong = 0;
  for (const auto& one : cases())
    if (one.wanted != Freshness::proven &&
        judge(one.read, one.applied_before, index) == Freshness::proven)
      ++wrong;
  return wrong;
}

}  // namespace

TEST_CASE("freshness is judged by epoch, number and chain together") {
  const auto index = applied(1, 10);
  for (const auto& one : cases()) {
    INFO(one.what);
    CHECK(proof::judge(one.read, one.applied_before, index) == one.wanted);
  }
}

TEST_CASE("the table catches a judge that compares numbers only") {
  CHECK(false_clears(judge_by_number) == 5);
  CHECK(false_clears(proof::judge) == 0);
}

TEST_CASE("an event is applied only where it leads on from what was applied") {
  auto index = applied(1, 3);
  auto head = index.head();
  const auto next = event(4, 1);
  proof::advance(head, next);
  auto other = head.position.chain;
  other[0] ^= 1;
  CHECK(!index.apply(next, other));
  CHECK(!index.apply(event(5, 1), head.position.chain));
  CHECK(index.head().position.seq == 3);
  CHECK(index.apply(next, head.position.chain));
  CHECK(index.head().position == head.position);
}
