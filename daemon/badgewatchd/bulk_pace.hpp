// How far behind an upload may leave the index, which has to come by every row before it proves a
// check or finds whom a decision is about. Nearer while decisions and concerns come between its
// rows: their alerts wait for what is left before them.
#pragma once

#include "app/handed_over.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>

namespace badgewatch::daemon {

// Thread safe.
class BulkPace {
public:
  using Clock = std::chrono::steady_clock;

  // Rows that the index has applied.
  void applied(const std::vector<app::PreparedRow>& rows) {
    const auto entries = std::count_if(rows.begin(), rows.end(),
                                       [](const auto& row) { return app::is_entry(row.event); });
    const bool is_between_others = entries > 0 && static_cast<std::size_t>(entries) < rows.size();
    if (is_between_others) last_entry_ = Clock::now();
  }

  std::int64_t most_rows_behind() const {
    constexpr std::int64_t most = 2'000;  // taken in well within freshness.deadline_ms
    constexpr std::int64_t while_entries_come = 500;
    constexpr std::chrono::seconds a_while{5};
    return Clock::now() - last_entry_.load() < a_while ? while_entries_come : most;
  }

private:
  std::atomic<Clock::time_point> last_entry_ = Clock::time_point{};
};

}  // namespace badgewatch::daemon
