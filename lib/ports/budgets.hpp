// Budgets of requests that several daemons share, each kept as one instant (GCRA): when it will be
// full again.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace badgewatch::ports {

// Of a kind of request and whose they are: a keyed hash, which tells neither.
using BudgetKey = std::array<std::uint8_t, 16>;

struct BudgetTerms {
  double per_second = 1;  // over time; above 0
  double burst = 1;       // at once, after a pause; at least 1
  friend bool operator==(const BudgetTerms&, const BudgetTerms&) = default;
};

struct BudgetWish {
  BudgetKey key{};
  BudgetTerms terms;
  std::int64_t most = 1;  // requests wished for; as many as there are, up to that, are granted
};

struct BudgetLease {
  std::int64_t granted = 0;
  std::int64_t left = 0;             // that another wish would have got
  std::chrono::microseconds wait{};  // until there is one again, where none was granted
};

// The arithmetic. `full_at` is what is kept of the budget; one never used has that of any instant
// that has passed. Never more than `burst` at once, nor more than `burst` and `per_second` times
// the time in any time.
BudgetLease take_from(core::Instant& full_at, const BudgetTerms& terms, std::int64_t most,
                      core::Instant now);

// Used by one thread.
class Budgets {
public:
  virtual ~Budgets() = default;
  // An answer for each wish, in their order; by one clock for all daemons. No key twice.
  virtual core::Result<std::vector<BudgetLease>> take(std::span<const BudgetWish> wishes) = 0;
  // Forgets those that are full, which are as good as new.
  virtual core::Result<void> forget_full() = 0;
};

}  // namespace badgewatch::ports
