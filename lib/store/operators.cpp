#include "store/operators.hpp"

#include "store/migrations.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement insert_operator{
    "insert_operator",
    "insert into operator (id, name, prefix, key_hash, created_at) values ($1, $2, $3, $4, $5)"
    " on conflict (name) do nothing"};
constexpr Statement revoke_operator{
    "revoke_operator", "update operator set revoked_at = coalesce(revoked_at, $2) where name = $1"};
constexpr Statement list_operators{
    "list_operators",
    "select id, name, prefix, created_at, revoked_at from operator order by created_at, name"};
constexpr Statement find_operator{"find_operator",
                                  "select id, name, prefix, created_at, revoked_at from operator"
                                  " where key_hash = $1 and revoked_at is null"};

Operator operator_of(const Rows& rows, int row) {
  return {.id = rows.at<core::Uuid>(row, 0),
          .name = rows.at<std::string>(row, 1),
          .prefix = rows.at<std::string>(row, 2),
          .created_at = rows.at<core::Instant>(row, 3),
          .revoked_at = rows.maybe<core::Instant>(row, 4)};
}

// One change with its leaf; `refusal` when it changes nothing.
core::Result<void> change(const std::string& conninfo, const Statement& statement,
                          const Parameters& parameters, const proof::Leaf& leaf,
                          core::Error refusal) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  if (auto begun = (*session)->script("begin", "begin"); !begun) return begun.error();
  auto changed = (*session)->run(statement, parameters);
  if (!changed) return changed.error();
  if (changed->affected() == 0) return refusal;
  if (auto logged = insert_leaves(**session, {&leaf, 1}); !logged) return logged.error();
  return (*session)->commit();
}

}  // namespace

core::Result<void> Operators::add(const Operator& wanted, const core::Hash& key_hash,
                                  const proof::Leaf& leaf) const {
  Parameters parameters;
  parameters.add(wanted.id).text(wanted.name).text(wanted.prefix).bytes(key_hash);
  parameters.add(wanted.created_at);
  return change(conninfo_, insert_operator, parameters, leaf,
                {core::Errc::conflict,
                 "There is an operator of that name already, or was: names "
                 "are not used again."});
}

core::Result<void> Operators::revoke(const std::string& name, core::Instant at,
                                     const proof::Leaf& leaf) const {
  return change(conninfo_, revoke_operator, Parameters().text(name).add(at), leaf,
                {core::Errc::not_found, "There is no operator of that name."});
}

core::Result<std::vector<Operator>> Operators::list() const {
  auto session = open_as_owner(conninfo_, {});
  if (!session) return session.error();
  auto rows = (*session)->run(list_operators);
  if (!rows) return rows.error();
  std::vector<Operator> operators;
  for (int i = 0; i < rows->size(); ++i)
    operators.push_back(operator_of(*rows, i));
  return operators;
}

core::Result<Operator> Operators::find(const core::Hash& key_hash) const {
  auto session = open_as_owner(conninfo_, {});
  if (!session) return session.error();
  auto rows = (*session)->run(find_operator, Parameters().bytes(key_hash));
  if (!rows) return rows.error();
  if (rows->empty())
    return core::Error(core::Errc::forbidden, "That is no key of an operator, or it was revoked.");
  return operator_of(*rows, 0);
}

}  // namespace badgewatch::store
