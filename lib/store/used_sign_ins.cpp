#include "store/used_sign_ins.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement forget_old{"forget_old_used_sign_ins",
                               "delete from used_sign_in where state_hash in"
                               " (select state_hash from used_sign_in where kept_until <= $1"
                               "  limit 100 for update skip locked)"};
constexpr Statement insert_used{"insert_used_sign_in",
                                "insert into used_sign_in (state_hash, kept_until)"
                                " values ($1, $2) on conflict (state_hash) do nothing"
                                " returning true"};

constexpr std::chrono::milliseconds statement_time{2'000};
constexpr std::chrono::milliseconds lock_time{1'000};
constexpr std::size_t most_sessions = 2;
constexpr std::chrono::milliseconds longest_wait{2'000};

}  // namespace

SqlUsedSignIns::SqlUsedSignIns(Context& context)
    : pool_([&context] { return context.options.conninfo(Role::access); }, most_sessions,
            longest_wait, context.limits(statement_time, lock_time)) {}

core::Result<bool> SqlUsedSignIns::use(const core::Hash& sign_in, core::Instant until,
                                       core::Instant now) {
  auto lease = pool_.lease();
  if (!lease) return lease.error();
  if (auto done = (*lease)->run(forget_old, Parameters().add(now)); !done) return done.error();
  const auto rows =
      (*lease)->run(insert_used, Parameters().add(core::ByteView(sign_in)).add(until));
  if (!rows) return rows.error();
  return rows->size() == 1;
}

}  // namespace badgewatch::store
