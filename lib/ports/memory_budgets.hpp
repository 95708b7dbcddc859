// Budgets in memory, for tests.
#pragma once

#include "ports/budgets.hpp"

#include <map>
#include <memory>
#include <mutex>

namespace badgewatch::ports {

// What several daemons share. Thread safe.
class SharedBudgets {
public:
  explicit SharedBudgets(const core::Clock& clock) : clock_(clock) {}

  core::Result<std::vector<BudgetLease>> take(std::span<const BudgetWish> wishes);
  // From now on nothing is answered, as by a database that is away.
  void fail(bool fail);
  // How often somebody asked, and for how many keys in all.
  std::size_t asked() const;
  std::size_t leases() const;

private:
  const core::Clock& clock_;
  mutable std::mutex mutex_;
  std::map<BudgetKey, core::Instant> full_at_;
  std::size_t asked_ = 0;
  std::size_t leases_ = 0;
  bool fail_ = false;
};

class MemoryBudgets final : public Budgets {
public:
  explicit MemoryBudgets(SharedBudgets& shared) : shared_(shared) {}
  core::Result<std::vector<BudgetLease>> take(std::span<const BudgetWish> wishes) override {
    return shared_.take(wishes);
  }
  core::Result<void> forget_full() override { return {}; }

private:
  SharedBudgets& shared_;
};

}  // namespace badgewatch::ports
