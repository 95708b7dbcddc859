// What the watch does with one row: it is compared with all of the other side.
#pragma once

#include "app/live_index.hpp"
#include "ports/alerts.hpp"

#include <vector>

namespace badgewatch::app {

// The alerts that one row gives rise to, against the contents of the index, which were made by the
// same rules, whatever humans found about them: that is asked where they are written. `pair_key` is
// for finding_pair(). Pure.
std::vector<ports::NewAlert> alerts_of(const PreparedRow& row, const IndexContents& contents,
                                       const core::Hash& pair_key);

// The index has applied the feed up to `seq`, and is still on the history that was compared with
// before.
bool goes_on(const IndexContents& contents, std::int64_t seq, const ports::Compared& compared);

}  // namespace badgewatch::app
