#include "proof/freshness.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

using namespace badgewatch;
using proof::Freshness;

namespace {

using Events = std::vector<proof::FeedEvent>;

// Versions of a few rows, in an order in which each event follows its row's last one.
Events drawn_events(std::size_t count) {
  Events events;
  std::map<int, std::int64_t> versions;
  for (std::size_t i = 0; i < count; ++i) {
    const int which = *rc::gen::inRange(0, 4);
    std::int64_t& version = versions[which];
    proof::FeedEvent event;
    event.seq = static_cast<std::int64_t>(i) + 1;
    event.kind = proof::RowKind::decision;
    event.row.bytes[0] = static_cast<std::uint8_t>(which);
    event.old_version = version;
    event.new_version = *rc::gen::inRange(0, 4) == 0 && version != 0 ? 0 : version + 1;
    event.commitment[0] = *rc::gen::arbitrary<std::uint8_t>();
    version = event.new_version;
    events.push_back(event);
  }
  return events;
}

proof::Head start(std::uint8_t epoch) {
  proof::Head head;
  head.position.epoch.bytes[0] = epoch;
  return head;
}

proof::Head head_after(std::uint8_t epoch, const Events& events, std::size_t count) {
  proof::Head head = start(epoch);
  for (std::size_t i = 0; i < count; ++i)
    proof::advance(head, events[i]);
  return head;
}

// An index that was built at `built_at` and follows `events` from there to the end.
proof::AppliedHistory index_of(const Events& events, std::size_t built_at) {
  proof::Head head = head_after(1, events, built_at);
  proof::AppliedHistory index(head);
  for (std::size_t i = built_at; i < events.size(); ++i) {
    proof::advance(head, events[i]);
    RC_ASSERT(index.apply(events[i], head.position.chain));
  }
  return index;
}

std::size_t up_to(std::size_t most) {
  return *rc::gen::inRange<std::size_t>(0, most + 1);
}

}  // namespace

TEST_CASE("only a head of the index's own history, not before the request, is proven") {
  REQUIRE(rc::check([] {
    const Events applied = drawn_events(up_to(12));
    const std::size_t built_at = up_to(applied.size());
    const auto index = index_of(applied, built_at);

    // The database that is read: the same history, or one that left it after `shared` events.
    Events stored = applied;
    const std::size_t shared = up_to(applied.size());
    const bool forked = *rc::gen::arbitrary<bool>();
    if (forked) {
      for (std::size_t i = shared; i < stored.size(); ++i)
        stored[i].commitment[31] = 1;
    }
    const std::uint8_t epoch = *rc::gen::element<std::uint8_t>(1, 1, 1, 2);
    const std::size_t seq = up_to(stored.size());
    const std::size_t applied_before = up_to(applied.size());
    const auto read = head_after(epoch, stored, seq);

    const bool on_same_history = !forked || seq <= shared;
    const bool right = epoch == 1 && seq >= applied_before && seq >= built_at && on_same_history;
    const auto judged = proof::judge(read, static_cast<std::int64_t>(applied_before), index);
    RC_TAG(right ? "right" : "wrong");
    RC_ASSERT((judged == Freshness::proven) == right);
  }));
}

TEST_CASE("a head is not proven when any of its bytes is another") {
  REQUIRE(rc::check([] {
    const Events events = drawn_events(1 + up_to(5));
    const auto index = index_of(events, 0);
    auto read = index.head();
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        read.position.epoch.bytes[*rc::gen::inRange<std::size_t>(0, 16)] ^= 1;
        break;
      case 1:
        read.position.chain[*rc::gen::inRange<std::size_t>(0, 32)] ^= 1;
        break;
      case 2:
        read.live += *rc::gen::element(-1, 1);
        break;
      default: {
        auto value = read.digest.value();
        value[*rc::gen::inRange<std::size_t>(0, 32)] ^= 1;
        read.digest = proof::SetDigest(value);
      }
    }
    RC_ASSERT(proof::judge(read, 0, index) != Freshness::proven);
    RC_ASSERT(proof::judge(index.head(), 0, index) == Freshness::proven);
  }));
}

TEST_CASE("the index refuses an event or a chain with any byte changed") {
  REQUIRE(rc::check([] {
    const Events events = drawn_events(3);
    auto index = index_of({events[0], events[1]}, 0);
    const auto chain = head_after(1, events, 3).position.chain;
    auto payload = proof::feed_payload(events[2]);
    payload[*rc::gen::inRange<std::size_t>(1, payload.size())] ^= 1;
    proof::FeedEvent changed;
    changed.seq = 3;
    if (proof::parse_feed_payload(payload, changed)) RC_ASSERT(!index.apply(changed, chain));
    RC_ASSERT(index.head().position.seq == 2);
    RC_ASSERT(index.apply(events[2], chain));
  }));
}

TEST_CASE("the head counts and digests what is live, whatever the way there") {
  REQUIRE(rc::check([] {
    const Events events = drawn_events(up_to(30));
    std::map<core::Uuid, std::int64_t> live;
    for (const auto& event : events) {
      if (event.new_version == 0) {
        live.erase(event.row);
      } else {
        live[event.row] = event.new_version;
      }
    }
    proof::SetDigest digest;
    for (const auto& [row, version] : live) {
      digest.add(proof::row_element(proof::RowKind::decision, row, version));
    }
    const auto head = head_after(1, events, events.size());
    RC_ASSERT(head.live == static_cast<std::int64_t>(live.size()));
    RC_ASSERT(head.digest == digest);
  }));
}
