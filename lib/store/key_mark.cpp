#include "store/key_mark.hpp"

#include "proof/hash.hpp"
#include "store/migrations.hpp"
#include "store/session.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_mark{"select_key_mark", "select mark from master_key"};
constexpr Statement insert_mark{"insert_key_mark", "insert into master_key (mark) values ($1)"};

}  // namespace

core::Hash key_mark_of(const core::Hash& master_key) {
  return proof::keyed_hash(master_key, {core::as_bytes("badgewatch master key mark")});
}

core::Result<std::optional<core::Hash>> read_key_mark(const std::string& conninfo) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  auto rows = (*session)->run(select_mark);
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<core::Hash>();
  return std::optional(rows->at<core::Hash>(0, 0));
}

core::Result<void> write_key_mark(const std::string& conninfo, const core::Hash& mark) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  if (auto done = (*session)->run(insert_mark, Parameters().bytes(mark)); !done)
    return done.error();
  return {};
}

}  // namespace badgewatch::store
