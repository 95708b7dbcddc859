#include "ports/memory_budgets.hpp"

namespace badgewatch::ports {

core::Result<std::vector<BudgetLease>> SharedBudgets::take(std::span<const BudgetWish> wishes) {
  const std::lock_guard lock(mutex_);
  ++asked_;
  if (fail_) return core::Error(core::Errc::unavailable, "The budgets cannot be reached.");
  std::vector<BudgetLease> leases;
  for (const auto& wish : wishes)
    leases.push_back(take_from(full_at_[wish.key], wish.terms, wish.most, clock_.now()));
  leases_ += leases.size();
  return leases;
}

void SharedBudgets::fail(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_ = fail;
}

std::size_t SharedBudgets::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

std::size_t SharedBudgets::leases() const {
  const std::lock_guard lock(mutex_);
  return leases_;
}

}  // namespace badgewatch::ports
