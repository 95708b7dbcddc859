#include "store/used_sign_ins.hpp"

#include "store/pool.hpp"

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

constexpr SessionLimits limits{std::chrono::milliseconds(2'000), std::chrono::milliseconds(1'000)};
constexpr std::size_t most_sessions = 2;
constexpr std::chrono::milliseconds longest_wait{2'000};

class SqlUsedSignIns final : public ports::UsedSignIns {
public:
  explicit SqlUsedSignIns(std::function<std::string()> conninfo)
      : pool_(std::move(conninfo), most_sessions, longest_wait, limits) {}

  core::Result<bool> use(const core::Hash& sign_in, core::Instant until,
                         core::Instant now) override;

private:
  Pool pool_;
};

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

}  // namespace

std::unique_ptr<ports::UsedSignIns> new_used_sign_ins(std::function<std::string()> conninfo) {
  return std::make_unique<SqlUsedSignIns>(std::move(conninfo));
}

}  // namespace badgewatch::store
