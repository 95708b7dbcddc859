// When `no_match` may be said: notes in docs/ARCHITECTURE.md, "No false clear". Pure rules.
#pragma once

#include "proof/feed_chain.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace badgewatch::proof {

// What an index has applied: its head, and the chain at its last positions, so that an older head
// can still be recognised as a point on the same history. Not synchronised.
class AppliedHistory {
public:
  static constexpr std::size_t remembered = 65'536;

  explicit AppliedHistory(const Head& start);

  const Head& head() const { return head_; }
  // Refused (false, nothing changed) unless `event.seq` is the next one and `chain` is what its
  // payload gives.
  bool apply(const FeedEvent& event, const Hash& chain);
  // The chain at `seq`, if it is among those remembered.
  std::optional<Hash> chain_at(std::int64_t seq) const;

private:
  Head head_;
  std::vector<Hash> ring_;
  std::int64_t oldest_;
};

enum class Freshness {
  proven,
  // The index has not reached the head yet; or it remembers nothing so far back, because it was
  // rebuilt or ran far ahead since the read. Wait or read again, else 503. A rewound database that
  // hides here is found by the next read, which notes a later `known_before`.
  behind,
  other_epoch,  // restored from a backup: quarantine
  rewound,      // the head is before what was known when the read began: quarantine
  forked,       // the chain differs, or count or digest at the same position: quarantine
};

// The word for it, for logs and metrics.
std::string_view name_of(Freshness freshness);

// The head cannot belong to the history that was applied: the index must be built anew.
bool is_broken(Freshness freshness);

// `read` is a head whose read began after the request arrived; `known_before` is the highest seq of
// its epoch that was known before that read was sent: the index's, or the Floor's. Only `proven`
// lets a `no_match` out.
Freshness judge(const Head& read, std::int64_t known_before, const AppliedHistory& applied);

}  // namespace badgewatch::proof
