#include "store/column_mappings.hpp"

#include "store/rows.hpp"

namespace badgewatch::store {

namespace {

using ports::MappingOutcome;

constexpr Statement select_mappings{
    "select_column_mappings",
    "select name, id, version, content, changed_at, changed_by, kind from column_mapping"
    " where authority = $1 and ($2::text is null or name = $2) order by name collate \"C\""};
// One change of an authority's after the other: no two of them pass the limit together, or make the
// same name twice.
constexpr Statement lock_mappings{"lock_column_mappings", "select pg_advisory_xact_lock($1)"};
constexpr Statement count_mappings{"count_column_mappings",
                                   "select count(*) from column_mapping where authority = $1"};
constexpr Statement insert_mapping{"insert_column_mapping",
                                   "insert into column_mapping (authority, name, version, content, "
                                   "changed_at, changed_by, id, kind)"
                                   " values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Statement update_mapping{
    "update_column_mapping",
    "update column_mapping set version = $3, content = $4, changed_at = $5, changed_by = $6"
    " where authority = $1 and name = $2"};
constexpr Statement delete_mapping{"delete_column_mapping",
                                   "delete from column_mapping where authority = $1 and name = $2"};

core::Result<std::vector<ports::KeptMapping>> read(Session& session, const std::string& authority,
                                                   const std::optional<std::string>& name) {
  Parameters parameters;
  parameters.text(authority);
  std::optional<std::string_view> wanted;
  if (name) wanted = *name;
  const auto rows = session.run(select_mappings, parameters.add(wanted));
  if (!rows) return rows.error();
  std::vector<ports::KeptMapping> mappings;
  for (int row = 0; row < rows->size(); ++row)
    mappings.push_back({.name = rows->at<std::string>(row, 0),
                        .kind = rows->at<std::string>(row, 6),
                        .id = rows->at<core::Uuid>(row, 1),
                        .version = rows->at<core::Uuid>(row, 2),
                        .content = rows->at<std::string>(row, 3),
                        .changed_at = rows->at<core::Instant>(row, 4),
                        .changed_by = rows->at<std::string>(row, 5)});
  return mappings;
}

core::Result<std::optional<ports::KeptMapping>> read_one(Session& session,
                                                         const std::string& authority,
                                                         const std::string& name) {
  auto found = read(session, authority, name);
  if (!found) return found.error();
  if (found->empty()) return std::optional<ports::KeptMapping>();
  return std::optional(std::move(found->front()));
}

Parameters columns_of(const std::string& authority, const ports::KeptMapping& mapping) {
  Parameters parameters;
  parameters.text(authority).text(mapping.name).add(mapping.version).text(mapping.content);
  parameters.add(mapping.changed_at).text(mapping.changed_by);
  return parameters;
}

}  // namespace

core::Result<std::vector<ports::KeptMapping>> SqlColumnMappings::list(
    const std::string& authority) {
  return as_authority(context_, authority,
                      [&](Session& session) { return read(session, authority, {}); });
}

core::Result<std::optional<ports::KeptMapping>> SqlColumnMappings::find(
    const std::string& authority, const std::string& name) {
  return as_authority(context_, authority,
                      [&](Session& session) { return read_one(session, authority, name); });
}

core::Result<ports::MappingPut> SqlColumnMappings::put(const ports::Caller& caller,
                                                       const ports::MappingToPut& wanted,
                                                       const LeafOf& leaf) {
  using Put = ports::MappingPut;
  const auto& authority = caller.authority;
  const auto key = lock_key(context_.sealer, "column mappings", authority);
  return as_authority(context_, authority, [&](Session& session) -> core::Result<Put> {
    if (auto locked = session.run(lock_mappings, Parameters().add(key)); !locked)
      return locked.error();
    const auto there = read_one(session, authority, wanted.mapping.name);
    if (!there) return there.error();
    Put put{MappingOutcome::created, wanted.mapping};
    if (*there) {
      if ((*there)->content == wanted.mapping.content)
        return Put{MappingOutcome::unchanged, **there};
      if (!wanted.if_version) return Put{MappingOutcome::exists, **there};
      if (*wanted.if_version != (*there)->version)
        return Put{MappingOutcome::version_differs, **there};
      put.outcome = MappingOutcome::changed;
      put.mapping.id = (*there)->id;
    } else {
      if (wanted.if_version) return Put{MappingOutcome::version_differs, wanted.mapping};
      const auto count = session.run(count_mappings, Parameters().text(authority));
      if (!count) return count.error();
      if (count->at<std::int64_t>(0, 0) >= static_cast<std::int64_t>(wanted.most))
        return Put{MappingOutcome::too_many, wanted.mapping};
    }
    auto columns = columns_of(authority, put.mapping);
    if (!*there) columns.add(put.mapping.id).text(put.mapping.kind);
    if (auto kept = session.run(*there ? update_mapping : insert_mapping, columns); !kept)
      return kept.error();
    const auto its_leaf = leaf(put.mapping.id);
    if (auto logged = insert_leaves(session, {&its_leaf, 1}); !logged) return logged.error();
    return put;
  });
}

core::Result<void> SqlColumnMappings::remove(const ports::Caller& caller, const std::string& name,
                                             const std::optional<core::Uuid>& if_version,
                                             const LeafOf& leaf) {
  const auto& authority = caller.authority;
  const auto key = lock_key(context_.sealer, "column mappings", authority);
  return as_authority(context_, authority, [&](Session& session) -> core::Result<void> {
    if (auto locked = session.run(lock_mappings, Parameters().add(key)); !locked)
      return locked.error();
    const auto there = read_one(session, authority, name);
    if (!there) return there.error();
    if (!*there) return ports::no_column_mapping();
    if (if_version && *if_version != (*there)->version) return ports::column_mapping_changed();
    if (auto gone = session.run(delete_mapping, Parameters().text(authority).text(name)); !gone)
      return gone.error();
    const auto its_leaf = leaf((*there)->id);
    return insert_leaves(session, {&its_leaf, 1});
  });
}

}  // namespace badgewatch::store
