// The head that a proof needs: read after it was asked for, and the index brought up to it.
#pragma once

#include "app/head_reads.hpp"
#include "app/live_index.hpp"
#include "app/told.hpp"

#include <functional>

namespace badgewatch::app {

struct FreshHead {
  core::Result<proof::Head> head;
  // The highest number of its epoch that was known before the read: the index's, or what was told.
  std::int64_t known_before = 0;
};

// Waits for the index until `deadline`; whether it got there is for proof::judge() to say, under
// the index's lock. `wake_follower` is called when it is behind.
FreshHead read_fresh_head(const LiveIndex& index, HeadReads& heads, const Told& told,
                          const std::function<void()>& wake_follower,
                          std::chrono::steady_clock::time_point deadline);

}  // namespace badgewatch::app
