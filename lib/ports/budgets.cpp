#include "ports/budgets.hpp"

#include <algorithm>
#include <cmath>

namespace badgewatch::ports {

BudgetLease take_from(core::Instant& full_at, const BudgetTerms& terms, std::int64_t most,
                      core::Instant now) {
  const double each = 1e6 / terms.per_second;  // microseconds
  const auto missing = static_cast<double>(std::max<std::int64_t>(full_at.micros - now.micros, 0));
  // A thousandth of a request is forgiven, so that rounding takes none from anybody.
  const auto there = static_cast<std::int64_t>(std::floor(terms.burst - missing / each + 0.001));
  BudgetLease lease;
  lease.granted = std::clamp<std::int64_t>(there, 0, std::max<std::int64_t>(most, 0));
  lease.left = std::max<std::int64_t>(there, 0) - lease.granted;
  if (lease.granted > 0) {
    const double spent = missing + each * static_cast<double>(lease.granted);
    full_at.micros = now.micros + std::llround(spent);
  } else {
    const double until = missing - (terms.burst - 1) * each;
    lease.wait = std::chrono::microseconds(std::max<std::int64_t>(std::llround(until), 0));
  }
  return lease;
}

}  // namespace badgewatch::ports
