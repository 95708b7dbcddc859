// Trying again what the database refused for a reason that passes: a deadlock, a lost connection.
// Safe only for an attempt that is known by a key made before the first one (a decision's id, a
// licence's number, a leaf's id): an answer that was lost may be that of a commit.
#pragma once

#include "core/result.hpp"

#include <chrono>
#include <span>
#include <thread>
#include <vector>

namespace badgewatch::app {

inline constexpr int most_attempts = 3;

// `attempt()` returns a Result; Errc::unavailable is tried again, after a short pause.
template <class Attempt>
auto try_again(Attempt&& attempt) {
  auto result = attempt();
  for (int again = 1; again < most_attempts; ++again) {
    if (result || result.error().code() != core::Errc::unavailable) return result;
    std::this_thread::sleep_for(std::chrono::milliseconds(20 * again));
    result = attempt();
  }
  return result;
}

// All of `items` in one attempt; when one of them cannot be stored, each by itself, so that a bad
// one costs only itself. One Result per item, in order.
template <class Outcome, class Item, class Attempt>
std::vector<core::Result<Outcome>> all_or_each(std::span<const Item> items, Attempt&& attempt) {
  std::vector<core::Result<Outcome>> results;
  results.reserve(items.size());
  if (items.empty()) return results;
  auto together = try_again([&] { return attempt(items); });
  if (together) {
    for (auto& outcome : *together)
      results.emplace_back(std::move(outcome));
    return results;
  }
  const bool passes = together.error().code() == core::Errc::unavailable;
  if (passes || items.size() == 1) {
    results.assign(items.size(), together.error());
    return results;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto alone = try_again([&] { return attempt(items.subspan(i, 1)); });
    if (alone)
      results.emplace_back(std::move(alone->front()));
    else
      results.emplace_back(alone.error());
  }
  return results;
}

}  // namespace badgewatch::app
