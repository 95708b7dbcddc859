#include "store/holds.hpp"

#include "core/log.hpp"
#include "core/text.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement count_posted{
    "count_posted",
    "with counted as ("
    "  insert into posted_day as p (authority, day, entries) values ($1, $2, $3)"
    "  on conflict (authority, day) do update set entries = p.entries + excluded.entries"
    "  returning entries)"
    " select (select entries from counted) - $3,"
    "        coalesce((select max(entries) from posted_day"
    "                   where authority = $1 and day between $4 and $5), 0)"};

constexpr Statement hold_entries{
    "hold_entries",
    "with begun as ("
    "  insert into entry_hold (authority, id, cause, state, begun_at)"
    "  values ($1, $2, 'volume', 'open', $3)"
    "  on conflict (authority, cause) where state = 'open' do nothing"
    "  returning id)"
    " insert into held_entry (authority, entry, hold, actor)"
    " select $1, e.entry,"
    "        coalesce((select id from begun),"
    "                 (select id from entry_hold"
    "                   where authority = $1 and cause = 'volume' and state = 'open')),"
    "        $4"
    " from unnest($5::uuid[]) as e(entry)"};

constexpr const char* hold_columns =
    "select h.authority, h.id, h.cause, h.state, h.begun_at, h.released_at,"
    "       coalesce(h.released_by, ''),"
    "       (select count(*) from held_entry e where e.authority = h.authority and e.hold = h.id),"
    "       (select count(*) from held_entry e join held_alert a"
    "               on a.recording_authority = e.authority and a.entry = e.entry"
    "         where e.authority = h.authority and e.hold = h.id),"
    "       coalesce((select string_agg(distinct e.actor, chr(10)) from held_entry e"
    "                  where e.authority = h.authority and e.hold = h.id), '')"
    " from entry_hold h ";

const std::string list_sql = std::string(hold_columns) +
                             "where $1 in ('', h.authority)"
                             " order by h.state, h.begun_at desc, h.id limit $2";
const std::string one_sql =
    std::string(hold_columns) + "where $1 in ('', h.authority) and h.id = $2";
const Statement select_holds{"select_holds", list_sql.c_str()};
const Statement select_hold{"select_hold", one_sql.c_str()};

// Who waits for the row finds it released.
constexpr Statement lock_hold{"lock_hold",
                              "select 1 from entry_hold where $1 in ('', authority) and id = $2"
                              " for update"};

constexpr Statement release_hold{
    "release_hold",
    "update entry_hold set state = 'released', released_at = $3, released_by = $4,"
    "       key_version = $5, data_key = $6, reason = $7"
    " where authority = $1 and id = $2"};

ports::Hold hold_of(const Rows& rows, int row) {
  ports::Hold hold;
  hold.authority = rows.at<std::string>(row, 0);
  hold.id = rows.at<core::Uuid>(row, 1);
  hold.cause = domain::hold_cause_named(rows.at<std::string>(row, 2)).value_or(hold.cause);
  hold.state = domain::hold_state_named(rows.at<std::string>(row, 3)).value_or(hold.state);
  hold.begun_at = rows.at<core::Instant>(row, 4);
  hold.released_at = rows.maybe<core::Instant>(row, 5);
  hold.released_by = rows.at<std::string>(row, 6);
  hold.entries = rows.at<std::int64_t>(row, 7);
  hold.alerts_waiting = rows.at<std::int64_t>(row, 8);
  if (const auto posters = rows.at<std::string>(row, 9); !posters.empty())
    for (const auto poster : core::split(posters, '\n'))
      hold.posted_by.emplace_back(poster);
  return hold;
}

core::Result<ports::Hold> find(Session& session, const ports::Caller& caller,
                               const core::Uuid& id) {
  auto rows = session.run(select_hold, Parameters().text(caller.authority).add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return core::Error(core::Errc::not_found, "There is no such hold of yours.");
  return hold_of(*rows, 0);
}

}  // namespace

core::Result<std::vector<ports::Hold>> SqlHolds::list(const ports::Caller& caller, std::size_t most,
                                                      const proof::Leaf& leaf) {
  auto session = begin_as_owner(context_);
  if (!session) return session.error();
  auto rows = (*session)->run(
      select_holds, Parameters().text(caller.authority).add(static_cast<std::int64_t>(most)));
  if (!rows) return rows.error();
  std::vector<ports::Hold> holds;
  for (int row = 0; row < rows->size(); ++row)
    holds.push_back(hold_of(*rows, row));
  if (auto logged = insert_leaves(**session, {&leaf, 1}); !logged) return logged.error();
  if (auto done = (*session)->commit(); !done) return done.error();
  return holds;
}

core::Result<ports::Hold> SqlHolds::release(const ports::Caller& caller,
                                            const ports::HoldRelease& release,
                                            const proof::Leaf& leaf) {
  auto opened = begin_as_owner(context_);
  if (!opened) return opened.error();
  auto& session = **opened;
  auto locked = session.run(lock_hold, Parameters().text(caller.authority).add(release.hold));
  if (!locked) return locked.error();
  auto hold = find(session, caller, release.hold);
  if (!hold) return hold;
  if (auto may = ports::may_release(*hold, caller, release); !may) return may.error();
  const auto sealed = context_.sealer.seal_new(
      {.table = "entry_hold", .authority = hold->authority, .id = hold->id, .version = 1},
      release.reason);
  Parameters parameters;
  parameters.text(hold->authority).add(hold->id).add(release.at).text(caller.actor);
  parameters.add(sealed.key_version).bytes(sealed.data_key).bytes(sealed.content);
  if (auto done = session.run(release_hold, parameters); !done) return done.error();
  if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
  auto released = find(session, caller, release.hold);
  if (!released) return released;
  if (auto done = session.commit(); !done) return done.error();
  return released;
}

// Whoever releases a hold has looked at what was in it: an entry that came to it in that moment is
// held anew when the writer tries again.
core::Result<void> check_held(Session& session, const std::string& authority,
                              const Column<core::Uuid>& entries) {
  constexpr Statement still_held{
      "still_held",
      "select count(*) from held_entry e join entry_hold h"
      "        on h.authority = e.authority and h.id = e.hold"
      " where e.authority = $1 and e.entry = any($2) and h.state <> 'open'"};
  auto rows = session.run(still_held, Parameters().text(authority).add(entries));
  if (!rows) return rows.error();
  if (rows->at<std::int64_t>(0, 0) > 0) return sql_error(still_held.name, "40001");
  return {};
}

core::Result<std::size_t> hold_too_many(Session& session, const Context& context,
                                        const ports::Caller& caller,
                                        std::span<const core::Uuid> entries, core::Instant now) {
  if (entries.empty()) return std::size_t{0};
  const auto& limits = context.options.hold_limits;
  const auto today = core::uk_date(now);
  const auto count = static_cast<std::int64_t>(entries.size());
  Parameters counting;
  counting.text(caller.authority).add(today).add(count);
  counting.add(today.plus_days(-limits.history_days));
  counting.add(today.plus_days(-limits.settled_after_days));
  auto posted = session.run(count_posted, counting);
  if (!posted) return posted.error();
  const domain::Posted before{.today = posted->at<std::int64_t>(0, 0),
                              .busiest = posted->at<std::int64_t>(0, 1)};
  const auto unheld = static_cast<std::size_t>(domain::unheld_of(count, before, limits));
  if (unheld == entries.size()) return std::size_t{0};
  Column<core::Uuid> held;
  for (const auto& entry : entries.subspan(unheld))
    held.add(entry);
  Parameters parameters;
  parameters.text(caller.authority).add(context.new_id()).add(now).text(caller.actor).add(held);
  if (auto done = session.run(hold_entries, parameters); !done) return done.error();
  if (auto open = check_held(session, caller.authority, held); !open) return open.error();
  const auto how_many = entries.size() - unheld;
  core::log(core::LogLevel::warning, "entries held for a second person",
            {{"authority", std::string_view(caller.authority)},
             {"entries", static_cast<std::int64_t>(how_many)}});
  return how_many;
}

}  // namespace badgewatch::store
