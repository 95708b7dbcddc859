#include "store/sessions.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement take_sign_in{"take_sign_in", "select take_sign_in($1, $2, $3, $4)"};
constexpr Statement give_back_sign_in{
    "give_back_sign_in",
    "with mine as (select p.key, n.each from unnest($1, $2) as n(key, each)"
    "              join sign_in_pace as p on p.key = n.key order by p.key for update of p)"
    " update sign_in_pace as p set full_at = p.full_at - mine.each * interval '1 second'"
    " from mine where p.key = mine.key"};
// A budget that is full is as good as none. An hour more, since clocks of daemons differ.
constexpr Statement forget_full{
    "forget_full_sign_in_paces",
    "delete from sign_in_pace where key in"
    " (select key from sign_in_pace where full_at < $1 - interval '1 hour' limit 100"
    "  for update skip locked)"};

struct Columns {
  Column<core::ByteView> keys;
  Column<double> each, bursts;
};

}  // namespace

core::Result<std::chrono::microseconds> SqlSessions::take(
    const std::vector<ports::SignInBudget>& budgets, core::Instant now) {
  Columns columns;
  for (const auto& budget : budgets) {
    columns.keys.add(context_.sealer.blind("sign-in pace", {core::as_text(budget.key)}));
    columns.each.add(static_cast<double>(budget.each.count()));
    columns.bursts.add(static_cast<double>(budget.burst));
  }
  auto lease = context_.access.lease();
  if (!lease) return lease.error();
  if (auto done = (*lease)->run(forget_full, Parameters().add(now)); !done) return done.error();
  const auto rows = (*lease)->run(
      take_sign_in, Parameters().add(columns.keys).add(columns.each).add(columns.bursts).add(now));
  if (!rows) return rows.error();
  return std::chrono::microseconds(rows->at<std::int64_t>(0, 0));
}

core::Result<void> SqlSessions::give_back(const std::vector<ports::SignInBudget>& budgets) {
  Columns columns;
  for (const auto& budget : budgets) {
    columns.keys.add(context_.sealer.blind("sign-in pace", {core::as_text(budget.key)}));
    columns.each.add(static_cast<double>(budget.each.count()));
  }
  auto lease = context_.access.lease();
  if (!lease) return lease.error();
  auto done = (*lease)->run(give_back_sign_in, Parameters().add(columns.keys).add(columns.each));
  if (!done) return done.error();
  return {};
}

}  // namespace badgewatch::store
