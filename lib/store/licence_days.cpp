#include "store/licence_days.hpp"

#include "store/content.hpp"

namespace badgewatch::store {
namespace {

constexpr std::int64_t rows_at_once = 2'000;

// Locked in the order of their ids, so that two who read at once wait for each other and read each
// row once.
constexpr Statement select_unread{"select_unread_licences",
                                  "select id, version, key_version, data_key, content from licence"
                                  " where authority = $1 and began_of is distinct from version"
                                  " order by id limit $2 for no key update"};

constexpr Statement note_days{
    "note_licence_days",
    "update licence as l set began_on = n.began_on, began_of = n.version"
    " from unnest($2::uuid[], $3::bigint[], $4::date[]) as n(id, version, began_on)"
    " where l.authority = $1 and l.id = n.id and l.version = n.version"};

}  // namespace

core::Result<bool> read_licence_days(Session& session, const Sealer& sealer,
                                     const std::string& authority) {
  const auto rows = session.run(select_unread, Parameters().text(authority).add(rows_at_once));
  if (!rows) return rows.error();
  if (rows->empty()) return false;
  Column<core::Uuid> ids;
  Column<std::int64_t> versions;
  Column<core::Date> days;
  for (int i = 0; i < rows->size(); ++i) {
    const SealedPlace place{.table = "licence",
                            .authority = authority,
                            .id = rows->at<core::Uuid>(i, 0),
                            .version = rows->at<std::int64_t>(i, 1)};
    const auto content =
        sealer.open(rows->raw(i, 3), rows->at<std::int16_t>(i, 2), place, rows->raw(i, 4));
    if (!content) return content.error();
    const auto day = read_first_day(*content);
    if (!day) return day.error();
    ids.add(place.id);
    versions.add(place.version);
    days.add_maybe(*day);
  }
  const auto noted =
      session.run(note_days, Parameters().text(authority).add(ids).add(versions).add(days));
  if (!noted) return noted.error();
  if (noted->affected() != rows->size()) return sql_error(note_days.name, "40001");
  return rows->size() == rows_at_once;
}

}  // namespace badgewatch::store
