#include "store/register_id.hpp"

#include "store/migrations.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_id{"select_register_id", "select id from register"};
constexpr Statement update_id{"update_register_id", "update register set id = $1"};

}  // namespace

core::Result<core::Uuid> read_register_id(const std::string& conninfo) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  auto rows = (*session)->run(select_id);
  if (!rows) return rows.error();
  return rows->at<core::Uuid>(0, 0);
}

core::Result<void> adopt_register_id(const std::string& conninfo, const core::Uuid& id) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  if (auto done = (*session)->run(update_id, Parameters().add(id)); !done) return done.error();
  return {};
}

}  // namespace badgewatch::store
