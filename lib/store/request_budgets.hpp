// ports::Budgets: what daemons share of their callers' budgets.
#pragma once

#include "ports/budgets.hpp"
#include "store/context.hpp"

#include <memory>

namespace badgewatch::store {

// A session of its own, opened when it is first wanted and again after a failure, whose statements
// have a second each. One commit for all wishes of a call, not waited for on the disk.
class SqlBudgets final : public ports::Budgets {
public:
  enum Kind { of_requests, of_people };
  SqlBudgets(Context& context, Kind kind) : context_(context), kind_(kind) {}

  core::Result<std::vector<ports::BudgetLease>> take(
      std::span<const ports::BudgetWish> wishes) override;
  core::Result<void> forget_full() override;

private:
  core::Result<Session*> session();
  core::Result<Rows> run(const Statement& statement, const Parameters& parameters);

  Context& context_;
  const Kind kind_;
  std::unique_ptr<Session> session_;
};

}  // namespace badgewatch::store
