// The feed's hash chain and the digest of all live rows: how an index proves that it holds the same
// history as the database, and all of it.
#pragma once

#include "core/clock.hpp"
#include "core/uuid.hpp"
#include "proof/hash.hpp"

#include <cstdint>
#include <string>

namespace badgewatch::proof {

// Where a history stands. Two positions are one only when all three agree: a number alone does not
// tell a rewound or forked database from the right one.
struct Position {
  core::Uuid epoch;
  std::int64_t seq = 0;
  Hash chain{};
  friend bool operator==(const Position&, const Position&) = default;
};

// Additive multiset hash: the sum modulo 2^256 of elements that are SHA-256 values (row_element).
// The order of changes does not matter; adding and removing an element cancel.
class SetDigest {
public:
  SetDigest() = default;
  explicit SetDigest(const Hash& value) : value_(value) {}
  void add(const Hash& element);
  void remove(const Hash& element);
  // Adds all elements of `other` at once.
  void add_all(const SetDigest& other) { add(other.value_); }
  const Hash& value() const { return value_; }
  friend bool operator==(const SetDigest&, const SetDigest&) = default;

private:
  Hash value_{};  // big endian
};

// The head row: where the feed ends, and what the tables hold there.
struct Head {
  Position position;
  std::int64_t live = 0;
  SetDigest digest;
};

// What a feed event is about.
enum class RowKind : std::uint8_t {
  licence = 1,
  decision = 2,
  reference = 3,
  frequencies = 4,
  concern = 5
};

// One event. It holds no particulars: the row, its versions, and a commitment to the content that
// only the record's own key opens.
struct FeedEvent {
  std::int64_t seq = 0;
  RowKind kind = RowKind::licence;
  core::Uuid row;
  std::int64_t old_version = 0;  // 0: the row is new
  std::int64_t new_version = 0;  // 0: the row is gone
  Hash commitment{};
};

// The canonical payload: kind, row, both versions (big endian), commitment; 65 bytes.
core::Bytes feed_payload(const FeedEvent& event);
bool parse_feed_payload(ByteView payload, FeedEvent& event);

// SHA-256(0x01 || previous || seq as 64 bits big endian || payload).
Hash next_chain(const Hash& previous, std::int64_t seq, ByteView payload);

// The digest's element of one live row.
Hash row_element(RowKind kind, const core::Uuid& row, std::int64_t version);

// Moves `head` over `event` (its seq is the next one): chain, count and digest.
void advance(Head& head, const FeedEvent& event);

}  // namespace badgewatch::proof
