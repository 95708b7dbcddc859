#include "store/request_budgets.hpp"

namespace badgewatch::store {
namespace {

constexpr std::chrono::milliseconds statement_time{1'000};
constexpr std::chrono::milliseconds lock_time{500};

constexpr Statement take_budgets{"take_request_budgets",
                                 "select place, granted, remaining, wait_micros"
                                 " from take_request_budgets($1, $2, $3, $4)"};
constexpr Statement forget_budgets{"forget_request_budgets",
                                   "select 1 from forget_full_request_budgets()"};
constexpr Statement take_people{"take_people_budgets",
                                "select place, granted, remaining, wait_micros"
                                " from take_people_budgets($1, $2, $3, $4)"};
constexpr Statement forget_people{"forget_people_budgets",
                                  "select 1 from forget_full_people_budgets()"};

}  // namespace

core::Result<Session*> SqlBudgets::session() {
  if (session_ && session_->is_usable()) return session_.get();
  auto opened = Session::open(context_.options.conninfo(Role::app),
                              context_.limits(statement_time, lock_time));
  if (!opened) return opened.error();
  session_ = std::move(*opened);
  if (auto set = session_->script("budgets", "set synchronous_commit = off"); !set)
    return set.error();
  return session_.get();
}

core::Result<Rows> SqlBudgets::run(const Statement& statement, const Parameters& parameters) {
  auto opened = session();
  if (!opened) return opened.error();
  auto rows = (*opened)->run(statement, parameters);
  if (!rows) session_.reset();
  return rows;
}

core::Result<std::vector<ports::BudgetLease>> SqlBudgets::take(
    std::span<const ports::BudgetWish> wishes) {
  Column<core::ByteView> keys;
  Column<double> rates;
  Column<double> bursts;
  Column<std::int64_t> most;
  for (const auto& wish : wishes) {
    keys.add(wish.key);
    rates.add(wish.terms.per_second);
    bursts.add(wish.terms.burst);
    most.add(wish.most);
  }
  const auto rows = run(kind_ == of_people ? take_people : take_budgets,
                        Parameters().add(keys).add(rates).add(bursts).add(most));
  if (!rows) return rows.error();
  std::vector<ports::BudgetLease> leases(wishes.size());
  for (int i = 0; i < rows->size(); ++i) {
    auto& lease = leases.at(static_cast<std::size_t>(rows->at<std::int64_t>(i, 0) - 1));
    lease.granted = rows->at<std::int64_t>(i, 1);
    lease.left = rows->at<std::int64_t>(i, 2);
    lease.wait = std::chrono::microseconds(rows->at<std::int64_t>(i, 3));
  }
  return leases;
}

core::Result<void> SqlBudgets::forget_full() {
  if (auto rows = run(kind_ == of_people ? forget_people : forget_budgets, Parameters()); !rows)
    return rows.error();
  return {};
}

}  // namespace badgewatch::store
