#include "app/fresh_head.hpp"

#include <algorithm>

namespace badgewatch::app {

FreshHead read_fresh_head(const LiveIndex& index, HeadReads& heads, const Told& told,
                          const std::function<void()>& wake_follower,
                          std::chrono::steady_clock::time_point deadline) {
  const auto before = index.head();
  if (!before)
    return {.head = core::Error(core::Errc::freshness_unproven, "There is no index."),
            .known_before = 0};
  const auto floor = told.floor();
  FreshHead fresh{.head = heads.next(deadline), .known_before = before->position.seq};
  if (!fresh.head) return fresh;
  const auto& [epoch, seq, chain] = fresh.head->position;
  if (seq > before->position.seq) wake_follower();
  index.wait_for(seq, deadline);
  fresh.known_before = std::max(before->position.seq, floor.seq_in(epoch));
  return fresh;
}

}  // namespace badgewatch::app
