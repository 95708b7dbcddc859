#include "store/held_alerts.hpp"

#include "core/log.hpp"
#include "store/holds.hpp"

#include <map>
#include <set>

namespace badgewatch::store {
namespace {

// Of the entries about which there is something to tell: who recorded them, whether they are new
// (imported history is not, and what a second person released is not asked about again), whether
// they are held, and by whom they were posted.
constexpr Statement select_entries{
    "select_entries_to_tell",
    "select d.authority, d.id,"
    "       d.late is not null and d.entered_at > $3 and h.id is null,"
    "       coalesce(h.state = 'open', false), coalesce(c.actor, '')"
    " from unnest($1::text[], $2::uuid[]) as n(authority, entry)"
    " join decision as d on d.authority = n.authority and d.id = n.entry"
    " left join held_entry as e on e.authority = d.authority and e.entry = d.id"
    " left join entry_hold as h on h.authority = e.authority and h.id = e.hold"
    " left join decision_change as c"
    "   on c.authority = d.authority and c.decision = d.id and c.version = 1"};

// Licensees of others that were told of, by new entries alone.
constexpr Statement count_told{
    "count_told_lately",
    "select n.authority, count(distinct (a.authority, a.licence))"
    " from unnest($1::text[]) as n(authority)"
    " join alert as a on a.recording_authority = n.authority and a.raised_at > $2"
    "      and a.former is null"
    " join decision as d on d.authority = a.recording_authority and d.id = a.entry"
    "      and d.late is not null and d.entered_at > $2"
    " where not exists (select from held_entry as e"
    "                    where e.authority = d.authority and e.entry = d.id)"
    " group by n.authority"};

constexpr Statement hold_others{
    "hold_entries_of_others",
    "with begun as ("
    "  insert into entry_hold (authority, id, cause, state, begun_at, is_told)"
    "  values ($1, $2, 'others', 'open', $3, false)"
    "  on conflict (authority, cause) where state = 'open' do nothing"
    "  returning id)"
    " insert into held_entry (authority, entry, hold, actor)"
    " select $1, e.entry,"
    "        coalesce((select id from begun),"
    "                 (select id from entry_hold"
    "                   where authority = $1 and cause = 'others' and state = 'open')),"
    "        e.actor"
    " from unnest($4::uuid[], $5::text[]) as e(entry, actor)"
    " on conflict do nothing"};

constexpr Statement keep_alerts{
    "keep_held_alerts",
    "insert into held_alert (authority, kind, entry_type, entry, recording_authority, licence, "
    "band,"
    "                        probability, pair)"
    " select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::uuid[],"
    "                      $7::text[], $8::float8[], $9::bytea[])"
    " on conflict (authority, kind, entry, licence) do update"
    " set band = excluded.band, probability = excluded.probability, pair = excluded.pair"};

constexpr Statement take_alerts{
    "take_released_alerts",
    "with ready as ("
    "  select a.authority, a.kind, a.entry, a.licence"
    "  from held_alert as a"
    "  join held_entry as e on e.authority = a.recording_authority and e.entry = a.entry"
    "  join entry_hold as h on h.authority = e.authority and h.id = e.hold"
    "  where h.state = 'released'"
    "  order by a.number limit $1"
    "), taken as ("
    "  delete from held_alert as a using ready as r"
    "  where a.authority = r.authority and a.kind = r.kind and a.entry = r.entry"
    "    and a.licence = r.licence"
    "  returning a.*)"
    " select t.authority, t.kind, t.entry_type, t.entry, t.recording_authority, t.licence, t.band,"
    "        t.probability, t.pair, d.state = 'removed'"
    " from taken as t join decision as d on d.authority = t.recording_authority and d.id = t.entry"
    " order by t.number"};

constexpr Statement select_to_do{"select_holds_to_do",
                                 "select exists (select from entry_hold where not is_told or "
                                 "(state = 'released' and not is_done))"};

constexpr Statement end_holds{
    "end_released_holds",
    "update entry_hold as h set is_done = true"
    " where h.state = 'released' and not h.is_done"
    "   and not exists (select from held_entry as e join held_alert as a"
    "                          on a.recording_authority = e.authority and a.entry = e.entry"
    "                    where e.authority = h.authority and e.hold = h.id)"};

constexpr Statement take_holds{"take_untold_holds",
                               "update entry_hold set is_told = true where not is_told"
                               " returning authority, id"};

struct EntryToTell {
  bool is_new = false;
  bool is_held = false;
  std::string actor;
};
using EntryKey = std::pair<std::string, core::Uuid>;
using Entries = std::map<EntryKey, EntryToTell>;
using Alerts = std::vector<const ports::NewAlert*>;

EntryKey key_of(const ports::NewAlert& alert) {
  return {alert.recording_authority, alert.entry};
}

core::Result<Entries> read_entries(Session& session, const Alerts& alerts, core::Instant since) {
  std::set<EntryKey> wanted;
  for (const auto* alert : alerts)
    wanted.insert(key_of(*alert));
  Column<std::string_view> authority;
  Column<core::Uuid> entry;
  for (const auto& [its_authority, id] : wanted) {
    authority.add(its_authority);
    entry.add(id);
  }
  auto rows = session.run(select_entries, Parameters().add(authority).add(entry).add(since));
  if (!rows) return rows.error();
  Entries entries;
  for (int i = 0; i < rows->size(); ++i)
    entries[{rows->at<std::string>(i, 0), rows->at<core::Uuid>(i, 1)}] = {
        .is_new = rows->at<bool>(i, 2),
        .is_held = rows->at<bool>(i, 3),
        .actor = rows->at<std::string>(i, 4)};
  return entries;
}

core::Result<std::map<std::string, std::int64_t>> told_lately(Session& session,
                                                              const Entries& entries,
                                                              const domain::HoldLimits& limits,
                                                              core::Instant since) {
  std::set<std::string_view> names;
  for (const auto& [key, entry] : entries)
    if (entry.is_new) names.insert(key.first);
  std::map<std::string, std::int64_t> told;
  if (names.empty() || limits.others >= domain::HoldLimits::most_others) return told;
  Column<std::string_view> authority;
  for (const auto name : names)
    authority.add(name);
  auto rows = session.run(count_told, Parameters().add(authority).add(since));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i)
    told[rows->at<std::string>(i, 0)] = rows->at<std::int64_t>(i, 1);
  return told;
}

// The new entries by which too many would be told of; from then on they are held.
std::map<std::string, std::vector<core::Uuid>> too_many(const Alerts& alerts, Entries& entries,
                                                        std::map<std::string, std::int64_t> told,
                                                        const domain::HoldLimits& limits) {
  std::map<std::string, std::vector<core::Uuid>> held;
  std::set<std::tuple<std::string, std::string, core::Uuid>> counted;
  for (const auto* alert : alerts) {
    auto& entry = entries[key_of(*alert)];
    if (!entry.is_new || entry.is_held) continue;
    auto& so_far = told[alert->recording_authority];
    if (counted.emplace(alert->recording_authority, alert->authority, alert->licence).second)
      ++so_far;
    if (!domain::hits_too_many(so_far, limits)) continue;
    entry.is_held = true;
    held[alert->recording_authority].push_back(alert->entry);
  }
  return held;
}

core::Result<void> hold(Session& session, const Context& context, const std::string& authority,
                        const std::vector<core::Uuid>& ids, Entries& entries, core::Instant now) {
  Column<core::Uuid> entry;
  Column<std::string_view> actor;
  for (const auto& id : ids) {
    entry.add(id);
    actor.add(entries[{authority, id}].actor);
  }
  Parameters parameters;
  parameters.text(authority).add(context.new_id()).add(now).add(entry).add(actor);
  if (auto done = session.run(hold_others, parameters); !done) return done.error();
  if (auto open = check_held(session, authority, entry); !open) return open.error();
  core::log(core::LogLevel::warning, "entries held for a second person",
            {{"authority", std::string_view(authority)},
             {"entries", static_cast<std::int64_t>(ids.size())}});
  return {};
}

core::Result<void> keep(Session& session, const Alerts& alerts) {
  Column<std::string_view> authority, kind, entry_type, recording_authority, band;
  Column<core::Uuid> entry, licence;
  Column<double> probability;
  Column<core::ByteView> pair;
  for (const auto* alert : alerts) {
    authority.add(alert->authority);
    kind.add(name_of(alert->kind));
    entry_type.add(alert->entry_type);
    entry.add(alert->entry);
    recording_authority.add(alert->recording_authority);
    licence.add(alert->licence);
    band.add(alert->band);
    probability.add(alert->probability);
    pair.add(alert->pair);
  }
  Parameters parameters;
  parameters.add(authority).add(kind).add(entry_type).add(entry).add(recording_authority);
  parameters.add(licence).add(band).add(probability).add(pair);
  if (auto done = session.run(keep_alerts, parameters); !done) return done.error();
  return {};
}

}  // namespace

core::Result<Alerts> keep_back_held(Session& session, const Context& context, Alerts alerts,
                                    core::Instant now) {
  if (alerts.empty()) return alerts;
  const auto& limits = context.options.hold_limits;
  const core::Instant since{now.micros - std::int64_t{limits.window_hours} * 3'600'000'000};
  auto entries = read_entries(session, alerts, since);
  if (!entries) return entries.error();
  auto told = told_lately(session, *entries, limits, since);
  if (!told) return told.error();
  for (const auto& [authority, ids] : too_many(alerts, *entries, std::move(*told), limits))
    if (auto done = hold(session, context, authority, ids, *entries, now); !done)
      return done.error();
  Alerts out;
  Alerts held;
  // What an earlier alert of the same batch told is told; all that comes behind it waits.
  for (const auto* alert : alerts)
    ((*entries)[key_of(*alert)].is_held ? held : out).push_back(alert);
  if (!held.empty())
    if (auto kept = keep(session, held); !kept) return kept.error();
  return out;
}

core::Result<bool> is_anything_waiting(Session& session) {
  auto rows = session.run(select_to_do);
  if (!rows) return rows.error();
  return rows->at<bool>(0, 0);
}

core::Result<std::vector<ports::NewAlert>> take_released(Session& session) {
  constexpr std::int64_t most = 500;
  auto rows = session.run(take_alerts, Parameters().add(most));
  if (!rows) return rows.error();
  if (rows->size() < most)
    if (auto done = session.run(end_holds); !done) return done.error();
  std::vector<ports::NewAlert> alerts;
  for (int i = 0; i < rows->size(); ++i) {
    if (rows->at<bool>(i, 9)) continue;
    ports::NewAlert alert;
    alert.authority = rows->at<std::string>(i, 0);
    alert.kind = domain::alert_kind_named(rows->at<std::string>(i, 1)).value_or(alert.kind);
    alert.entry_type = rows->at<std::string>(i, 2);
    alert.entry = rows->at<core::Uuid>(i, 3);
    alert.recording_authority = rows->at<std::string>(i, 4);
    alert.licence = rows->at<core::Uuid>(i, 5);
    alert.band = rows->at<std::string>(i, 6);
    alert.probability = rows->at<double>(i, 7);
    alert.pair = rows->at<core::Hash>(i, 8);
    alerts.push_back(std::move(alert));
  }
  return alerts;
}

core::Result<std::vector<ports::NewAlert>> take_untold_holds(Session& session) {
  auto rows = session.run(take_holds);
  if (!rows) return rows.error();
  std::vector<ports::NewAlert> alerts;
  for (int i = 0; i < rows->size(); ++i) {
    ports::NewAlert alert;
    alert.authority = rows->at<std::string>(i, 0);
    alert.recording_authority = alert.authority;
    alert.kind = domain::AlertKind::entries_held;
    alert.entry_type = "hold";
    alert.entry = rows->at<core::Uuid>(i, 1);
    alerts.push_back(std::move(alert));
  }
  return alerts;
}

}  // namespace badgewatch::store
