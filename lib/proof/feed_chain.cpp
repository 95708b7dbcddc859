#include "proof/feed_chain.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

namespace badgewatch::proof {
namespace {

constexpr std::uint8_t chain_prefix = 0x01;
constexpr std::uint8_t row_prefix = 0x02;
constexpr std::size_t payload_size = 65;
constexpr std::size_t words = 4;

std::array<std::uint8_t, 8> big_endian(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = 0; i < 8; ++i)
    bytes[i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
  return bytes;
}

std::uint64_t word_at(ByteView bytes, std::size_t at) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < 8; ++i)
    word = word << 8 | bytes[at + i];
  return word;
}

std::int64_t number_at(ByteView bytes, std::size_t at) {
  return static_cast<std::int64_t>(word_at(bytes, at));
}

void put_word(Hash& hash, std::size_t at, std::uint64_t word) {
  const auto bytes = big_endian(static_cast<std::int64_t>(word));
  std::copy(bytes.begin(), bytes.end(), hash.begin() + static_cast<std::ptrdiff_t>(at));
}

// sum + element modulo 2^256, or sum - element.
void add_to(Hash& sum, const Hash& element, bool negative) {
  std::uint64_t carry = negative ? 1 : 0;
  for (std::size_t i = words; i-- > 0;) {
    const std::uint64_t term = word_at(element, i * 8) ^ (negative ? ~std::uint64_t{0} : 0);
    const std::uint64_t partial = word_at(sum, i * 8) + term;
    const std::uint64_t total = partial + carry;
    carry = static_cast<std::uint64_t>(partial < term) | static_cast<std::uint64_t>(total < carry);
    put_word(sum, i * 8, total);
  }
}

std::array<std::uint8_t, payload_size> payload_of(const FeedEvent& event) {
  std::array<std::uint8_t, payload_size> payload{};
  auto* at = payload.data();
  *at++ = static_cast<std::uint8_t>(event.kind);
  at = std::copy(event.row.bytes.begin(), event.row.bytes.end(), at);
  for (const std::int64_t version : {event.old_version, event.new_version}) {
    const auto bytes = big_endian(version);
    at = std::copy(bytes.begin(), bytes.end(), at);
  }
  std::copy(event.commitment.begin(), event.commitment.end(), at);
  return payload;
}

bool is_known(std::uint8_t kind) {
  return kind >= static_cast<std::uint8_t>(RowKind::licence) &&
         kind <= static_cast<std::uint8_t>(RowKind::concern);
}

}  // namespace

void SetDigest::add(const Hash& element) {
  add_to(value_, element, false);
}
void SetDigest::remove(const Hash& element) {
  add_to(value_, element, true);
}

core::Bytes feed_payload(const FeedEvent& event) {
  const auto payload = payload_of(event);
  return {payload.begin(), payload.end()};
}

bool parse_feed_payload(ByteView payload, FeedEvent& event) {
  if (payload.size() != payload_size || !is_known(payload[0])) return false;
  const std::int64_t old_version = number_at(payload, 17);
  const std::int64_t new_version = number_at(payload, 25);
  if (old_version < 0 || new_version < 0) return false;
  event.kind = static_cast<RowKind>(payload[0]);
  std::copy_n(payload.begin() + 1, event.row.bytes.size(), event.row.bytes.begin());
  event.old_version = old_version;
  event.new_version = new_version;
  std::copy_n(payload.begin() + 33, event.commitment.size(), event.commitment.begin());
  return true;
}

Hash next_chain(const Hash& previous, std::int64_t seq, ByteView payload) {
  const auto number = big_endian(seq);
  return sha256({{&chain_prefix, 1}, previous, number, payload});
}

Hash row_element(RowKind kind, const core::Uuid& row, std::int64_t version) {
  std::array<std::uint8_t, 26> element{row_prefix, static_cast<std::uint8_t>(kind)};
  auto* at = std::copy(row.bytes.begin(), row.bytes.end(), element.data() + 2);
  const auto number = big_endian(version);
  std::copy(number.begin(), number.end(), at);
  return sha256({element});
}

void advance(Head& head, const FeedEvent& event) {
  Position& position = head.position;
  if (event.seq != position.seq + 1) throw std::logic_error("a feed event out of its order");
  position.seq = event.seq;
  position.chain = next_chain(position.chain, event.seq, payload_of(event));
  if (event.old_version != 0) {
    --head.live;
    head.digest.remove(row_element(event.kind, event.row, event.old_version));
  }
  if (event.new_version != 0) {
    ++head.live;
    head.digest.add(row_element(event.kind, event.row, event.new_version));
  }
}

}  // namespace badgewatch::proof
