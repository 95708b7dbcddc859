#include "proof/freshness.hpp"

#include <algorithm>

namespace badgewatch::proof {
namespace {

std::size_t slot_of(std::int64_t seq) {
  return static_cast<std::size_t>(seq) % AppliedHistory::remembered;
}

}  // namespace

AppliedHistory::AppliedHistory(const Head& start)
    : head_(start), ring_(remembered), oldest_(start.position.seq) {
  ring_[slot_of(oldest_)] = start.position.chain;
}

bool AppliedHistory::apply(const FeedEvent& event, const Hash& chain) {
  if (event.seq != head_.position.seq + 1) return false;
  Head next = head_;
  advance(next, event);
  if (next.position.chain != chain) return false;
  head_ = next;
  ring_[slot_of(event.seq)] = chain;
  oldest_ = std::max(oldest_, event.seq - static_cast<std::int64_t>(remembered) + 1);
  return true;
}

std::optional<Hash> AppliedHistory::chain_at(std::int64_t seq) const {
  if (seq < oldest_ || seq > head_.position.seq) return std::nullopt;
  return ring_[slot_of(seq)];
}

std::string_view name_of(Freshness freshness) {
  switch (freshness) {
    case Freshness::proven:
      return "proven";
    case Freshness::behind:
      return "behind";
    case Freshness::other_epoch:
      return "other_epoch";
    case Freshness::rewound:
      return "rewound";
    case Freshness::forked:
      return "forked";
  }
  return "unknown";
}

bool is_broken(Freshness freshness) {
  return freshness != Freshness::proven && freshness != Freshness::behind;
}

Freshness judge(const Head& read, std::int64_t known_before, const AppliedHistory& applied) {
  const Position& at = read.position;
  const Head& head = applied.head();
  if (at.epoch != head.position.epoch) return Freshness::other_epoch;
  if (at.seq < known_before) return Freshness::rewound;
  if (at.seq > head.position.seq) return Freshness::behind;
  const auto chain = applied.chain_at(at.seq);
  if (!chain) return Freshness::behind;
  if (*chain != at.chain) return Freshness::forked;
  const bool same_end = at.seq == head.position.seq;
  if (same_end && (read.live != head.live || read.digest != head.digest)) return Freshness::forked;
  return Freshness::proven;
}

}  // namespace badgewatch::proof
