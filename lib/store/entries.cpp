#include "store/entries.hpp"

#include "store/content.hpp"

#include <algorithm>
#include <iterator>

namespace badgewatch::store {
namespace {

constexpr Statement select_entries{
    "select_entries",
    "select id, authority, version, kind, decided_on, effective_on, suspension_ends_on, state,"
    "       key_version, data_key, content,"
    "       exists (select from held_entry as e join entry_hold as h"
    "                      on h.authority = e.authority and h.id = e.hold and h.state = 'open'"
    "                where e.authority = decision.authority and e.entry = decision.id),"
    "       disputed_on"
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
  entry.disputed_on = rows.maybe<core::Date>(row, 12);
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

constexpr Statement select_concerns{
    "select_concern_entries",
    "select c.authority, c.id, c.version, c.entered_at, c.key_version, c.data_key, c.content,"
    "       i.authority, i.routed_at, i.licence"
    " from concern as c"
    " left join concern_issuer as i on i.reporter = c.authority and i.concern = c.id"
    " where c.id = any($1) order by c.id"};

}  // namespace

core::Result<std::vector<ports::EntryView>> concerns_among(Session& session, const Sealer& sealer,
                                                           const Column<core::Uuid>& ids) {
  auto rows = session.run(select_concerns, Parameters().add(ids));
  if (!rows) return rows.error();
  std::vector<ports::EntryView> concerns;
  for (int row = 0; row < rows->size(); ++row) {
    const auto id = rows->at<core::Uuid>(row, 1);
    if (concerns.empty() || concerns.back().id != id) {
      auto& concern = concerns.emplace_back();
      concern.is_concern = true;
      concern.id = id;
      concern.recording_authority = rows->at<std::string>(row, 0);
      concern.version = rows->at<std::int64_t>(row, 2);
      concern.parties.push_back({concern.recording_authority, rows->at<core::Instant>(row, 3)});
      const auto content = sealer.open(rows->raw(row, 5), rows->at<std::int16_t>(row, 4),
                                       {.table = "concern",
                                        .authority = concern.recording_authority,
                                        .id = id,
                                        .version = concern.version},
                                       rows->raw(row, 6));
      if (!content) return content.error();
      auto subject = read_person_of(*content);
      if (!subject) return subject.error();
      concern.subject = std::move(*subject);
    }
    if (!rows->is_null(row, 7))
      concerns.back().parties.push_back({rows->at<std::string>(row, 7),
                                         rows->at<core::Instant>(row, 8),
                                         rows->maybe<core::Uuid>(row, 9)});
  }
  return concerns;
}

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
  if (entries.size() == ids.size()) return entries;
  auto concerns = concerns_among(**lease, context_.sealer, wanted);
  if (!concerns) return concerns.error();
  std::move(concerns->begin(), concerns->end(), std::back_inserter(entries));
  return entries;
}

}  // namespace badgewatch::store
