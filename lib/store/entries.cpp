#include "store/entries.hpp"

#include "store/content.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_entries{
    "select_entries",
    "select id, authority, version, kind, decided_on, effective_on, suspension_ends_on, state,"
    "       key_version, data_key, content,"
    "       exists (select from held_entry as e join entry_hold as h"
    "                      on h.authority = e.authority and h.id = e.hold and h.state = 'open'"
    "                where e.authority = decision.authority and e.entry = decision.id)"
    " from decision where id = any($1) and state <> 'removed'"};

core::Result<ports::EntryView> entry_of(const Rows& rows, int row, const Sealer& sealer) {
  ports::EntryView entry;
  entry.id = rows.at<core::Uuid>(row, 0);
  entry.version = rows.at<std::int64_t>(row, 2);
  entry.recording_authority = rows.at<std::string>(row, 1);
  const auto kind = domain::decision_kind_named(rows.at<std::string>(row, 3));
  const auto state = domain::entry_state_named(rows.at<std::string>(row, 7));
  if (!kind || !state) return core::Error(core::Errc::internal, "A stored record cannot be read.");
  entry.kind = *kind;
  entry.decided_on = rows.at<core::Date>(row, 4);
  entry.effective_on = rows.at<core::Date>(row, 5);
  entry.suspension_ends_on = rows.maybe<core::Date>(row, 6);
  entry.state = *state;
  entry.is_held = rows.at<bool>(row, 11);
  const auto content = sealer.open(rows.raw(row, 9), rows.at<std::int16_t>(row, 8),
                                   {.table = "decision",
                                    .authority = entry.recording_authority,
                                    .id = entry.id,
                                    .version = entry.version},
                                   rows.raw(row, 10));
  if (!content) return content.error();
  auto subject = read_person_of(*content);
  if (!subject) return subject.error();
  entry.subject = std::move(*subject);
  return entry;
}

}  // namespace

core::Result<std::vector<ports::EntryView>> SqlEntries::find(const std::vector<core::Uuid>& ids) {
  std::vector<ports::EntryView> entries;
  if (ids.empty()) return entries;
  Column<core::Uuid> wanted;
  for (const auto& id : ids)
    wanted.add(id);
  auto lease = context_.match.lease();
  if (!lease) return lease.error();
  auto rows = (*lease)->run(select_entries, Parameters().add(wanted));
  if (!rows) return rows.error();
  entries.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) {
    auto entry = entry_of(*rows, i, context_.sealer);
    if (!entry) return entry.error();
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace badgewatch::store
