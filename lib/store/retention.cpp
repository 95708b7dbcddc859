#include "store/retention.hpp"

#include "store/rows.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

constexpr std::size_t most_at_once = 1000;
constexpr std::int64_t answers_kept_micros = std::int64_t{7} * 86'400 * 1'000'000;

constexpr Statement select_expired{
    "select_expired",
    "(select id, authority, 'decision' from decision where retained_until < $1"
    " order by retained_until limit $2)"
    " union all"
    " (select id, authority, 'concern' from concern where retained_until < $1"
    " order by retained_until limit $2)"
    " union all"
    " (select id, authority, 'check' from check_record"
    "  where watched_until < $1 and data_key is not null"
    "  order by watched_until limit $2)"
    " union all"
    " (select id, authority, 'officer' from officer where disabled_at < $3 limit $2)"
    " limit $2"};

constexpr Statement count_expired_rows{
    "count_expired",
    "select (select count(*) from decision where retained_until < $1),"
    "       (select count(*) from concern where retained_until < $1),"
    "       (select count(*) from check_record where watched_until < $1 and data_key is not null),"
    "       (select count(*) from officer where disabled_at < $2)"};

constexpr Statement count_outcomes{"count_expired_case_outcomes",
                                   "select count(*) from case_outcome where kept_until < $1"};

// The log has no index on its time, but the ids of each authority's leaves are made in its order.
constexpr Statement select_due{
    "select_due",
    "with recursive writer as ("
    "  (select authority from log_leaf order by authority limit 1)"
    "  union all"
    "  select (select l.authority from log_leaf l where l.authority > w.authority"
    "          order by l.authority limit 1)"
    "    from writer w where w.authority is not null)"
    " select (select count(*) from decision) + (select count(*) from concern),"
    "        (select count(*) from decision where retained_until < $1)"
    "          + (select count(*) from concern where retained_until < $1),"
    "        (select count(*) from check_record"
    "          where watched_until < $1 and data_key is not null),"
    "        greatest((select at from feed order by seq desc limit 1),"
    "                 (select max((select l.at from log_leaf l where l.authority = w.authority"
    "                               order by l.id desc limit 1))"
    "                    from writer w where w.authority is not null))"};

// Two daemons that purge at once would write the ledger twice.
constexpr Statement wait_for_turn{"wait_for_turn_to_erase",
                                  "select pg_advisory_xact_lock(7091846215403382771)"};

constexpr Statement select_named{
    "select_named",
    "select id, authority, 'decision' from decision where id = any($1)"
    " union all"
    " select id, authority, 'concern' from concern where id = any($1)"
    " union all"
    " select id, authority, 'check' from check_record where id = any($1) and data_key is not null"
    " union all"
    " select id, authority, 'officer' from officer where id = any($1)"};

// The history stays, without anything about the person or why. Deleting the row is what makes the
// event, and takes what was proposed with it.
constexpr Statement erase_versions{
    "erase_versions",
    "update decision_version as v set data_key = null, content = null"
    " where (authority, id) in (select * from unnest($1::text[], $2::uuid[]))"
    "   and not exists (select from legal_hold as h where h.decision = v.id"
    "                    and h.released_at is null)"};
constexpr Statement erase_changes{
    "erase_changes",
    "update decision_change as c set data_key = null, content = null"
    " where (authority, decision) in (select * from unnest($1::text[], $2::uuid[]))"
    "   and data_key is not null"
    "   and not exists (select from legal_hold as h where h.decision = c.decision"
    "                    and h.released_at is null)"};
// What a legal hold keeps leaves the register all the same.
constexpr Statement move_held{
    "move_held_decisions",
    "insert into held_decision (authority, id, version, kind, decided_on, moved_at, key_version,"
    "                           data_key, content)"
    " select authority, id, version, kind, decided_on, $3, key_version, data_key, content"
    " from decision as d"
    " where (authority, id) in (select * from unnest($1::text[], $2::uuid[]))"
    "   and exists (select from legal_hold as h where h.decision = d.id and h.released_at is null)"
    " on conflict do nothing"};
constexpr Statement erase_decisions{
    "erase_decisions",
    "delete from decision where (authority, id) in (select * from unnest($1::text[], $2::uuid[]))"};
// What its issuers made of it goes with it.
constexpr Statement erase_concerns{
    "erase_concerns",
    "delete from concern where (authority, id) in (select * from unnest($1::text[], $2::uuid[]))"};
constexpr Statement erase_checks{
    "erase_checks",
    "update check_record set data_key = null, request = null, answer = null, pairs = null,"
    "       traits = null, entries = null, basis = null"
    " where (authority, id) in (select * from unnest($1::text[], $2::uuid[]))"};
constexpr Statement erase_searches{"erase_searches",
                                   "delete from search where (authority, check_id) in (select * "
                                   "from unnest($1::text[], $2::uuid[]))"};
// Leaves of the log go on naming them by id.
constexpr Statement erase_officer_codes{
    "erase_officer_codes",
    "delete from officer_recovery_code"
    " where (authority, officer) in (select * from unnest($1::text[], $2::uuid[]))"};
constexpr Statement erase_officer_places{
    "erase_officer_places",
    "delete from officer_place"
    " where (authority, officer) in (select * from unnest($1::text[], $2::uuid[]))"};
constexpr Statement erase_officer_sessions{
    "erase_officer_sessions",
    "delete from officer_session"
    " where (authority, officer) in (select * from unnest($1::text[], $2::uuid[]))"};
constexpr Statement erase_officers{
    "erase_officers",
    "delete from officer where (authority, id) in (select * from unnest($1::text[], $2::uuid[]))"};
constexpr Statement forget_flags{"forget_flags", "delete from misuse_flag where day < $1"};
constexpr Statement forget_samples{"forget_samples",
                                   "delete from sample_review where reviewed_at < $1::date"};
// Alerts say nothing about anybody but by this hash. Findings go with the decision itself.
constexpr Statement forget_alert_words{
    "forget_alert_words",
    "update alert_change as c set data_key = null, content = null from alert as a"
    " where a.authority = c.authority and a.id = c.alert and a.entry = any($1)"
    "   and c.content is not null"};
constexpr Statement forget_alert_pairs{
    "forget_alert_pairs",
    "update alert set pair = null where entry = any($1) and pair is not null"};
// Whoever was given it is told of no more.
constexpr Statement forget_given{"forget_hits_given",
                                 "delete from hit_given where entry = any($1)"};
// Findings about its hits go with the decision or concern itself.
constexpr Statement forget_check_hits{"forget_check_hits",
                                      "delete from check_hit where entry = any($1)"};
constexpr Statement erase_check_hits{
    "erase_check_hits",
    "delete from check_hit"
    " where (authority, check_id) in (select * from unnest($1::text[], $2::uuid[]))"};
constexpr Statement insert_tombstones{
    "insert_tombstones",
    "insert into erasure (authority, record_id, kind, erased_at)"
    " select e.authority, e.id, e.kind, $1 from unnest($2::text[], $3::uuid[], $4::text[])"
    "      as e(authority, id, kind)"
    " on conflict do nothing"};
constexpr Statement forget_case_outcomes{"forget_case_outcomes",
                                         "delete from case_outcome where kept_until < $1"};
// Where so much has changed that nobody seems to ask for the report of grants.
constexpr Statement forget_grant_days{"forget_grant_days", "select forget_grant_days($1)"};
constexpr std::int64_t most_grant_changes = 20'000;
constexpr Statement forget_answers{"forget_answers",
                                   "delete from idempotency_answer where answered_at < $1"};

std::vector<Erased> named(const Rows& rows) {
  std::vector<Erased> records;
  for (int i = 0; i < rows.size(); ++i)
    records.push_back({.id = rows.at<core::Uuid>(i, 0),
                       .authority = rows.at<std::string>(i, 1),
                       .kind = rows.at<std::string>(i, 2)});
  return records;
}

// Whoever was disabled before it is erased.
core::Date first_day_of_officers(const Context& context, core::Date today) {
  return today.plus_months(-context.options.officer_months);
}

core::Result<void> erase(Session& session, std::span<const Erased> records, core::Instant now) {
  Column<std::string_view> authority, kind;
  Column<core::Uuid> id;
  for (const auto& record : records) {
    authority.add(record.authority);
    kind.add(record.kind);
    id.add(record.id);
  }
  if (auto moved = session.run(move_held, Parameters().add(authority).add(id).add(now)); !moved)
    return moved.error();
  for (const auto& statement : {erase_versions, erase_changes, erase_checks, erase_searches}) {
    auto done = session.run(statement, Parameters().add(authority).add(id));
    if (!done) return done.error();
  }
  for (const auto& statement : {forget_alert_pairs, forget_alert_words, forget_given}) {
    auto forgotten = session.run(statement, Parameters().add(id));
    if (!forgotten) return forgotten.error();
  }
  auto stones =
      session.run(insert_tombstones, Parameters().add(now).add(authority).add(id).add(kind));
  if (!stones) return stones.error();
  for (const auto& statement : {erase_decisions, erase_concerns, erase_officer_codes,
                                erase_officer_places, erase_officer_sessions, erase_officers}) {
    auto deleted = session.run(statement, Parameters().add(authority).add(id));
    if (!deleted) return deleted.error();
  }
  // Behind the entries: whoever makes a finding holds the entry when it settles the hits.
  auto hits = session.run(erase_check_hits, Parameters().add(authority).add(id));
  if (!hits) return hits.error();
  auto forgotten = session.run(forget_check_hits, Parameters().add(id));
  if (!forgotten) return forgotten.error();
  return {};
}

}  // namespace

core::Result<Expired> count_expired(Context& context, core::Date today) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  auto rows = (*session)->run(count_expired_rows,
                              Parameters().add(today).add(first_day_of_officers(context, today)));
  if (!rows) return rows.error();
  return Expired{.decisions = rows->at<std::int64_t>(0, 0),
                 .concerns = rows->at<std::int64_t>(0, 1),
                 .checks = rows->at<std::int64_t>(0, 2),
                 .officers = rows->at<std::int64_t>(0, 3)};
}

core::Result<std::int64_t> count_expired_outcomes(Context& context, core::Date today) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  auto rows = (*session)->run(count_outcomes, Parameters().add(today));
  if (!rows) return rows.error();
  return rows->at<std::int64_t>(0, 0);
}

core::Result<domain::DueForErasure> due_for_erasure(Context& context, core::Instant now) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  auto rows = (*session)->run(select_due, Parameters().add(core::uk_date(now)));
  if (!rows) return rows.error();
  return domain::DueForErasure{.now = now,
                               .newest_seen = rows->maybe<core::Instant>(0, 3),
                               .entries = rows->at<std::int64_t>(0, 0),
                               .entries_due = rows->at<std::int64_t>(0, 1),
                               .checks_due = rows->at<std::int64_t>(0, 2)};
}

core::Result<std::vector<Erased>> erase_expired(Context& context, core::Date today,
                                                core::Instant now, std::size_t most,
                                                const BeforeErasing& before) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  if (auto turn = (*session)->run(wait_for_turn); !turn) return turn.error();
  const core::Instant oldest{now.micros - answers_kept_micros};
  if (auto done = (*session)->run(forget_answers, Parameters().add(oldest)); !done)
    return done.error();
  if (auto done = (*session)->run(forget_case_outcomes, Parameters().add(today)); !done)
    return done.error();
  if (auto done = (*session)->run(forget_grant_days, Parameters().add(most_grant_changes)); !done)
    return done.error();
  const auto first_kept = today.plus_months(-context.options.misuse_months);
  for (const auto& statement : {forget_flags, forget_samples})
    if (auto done = (*session)->run(statement, Parameters().add(first_kept)); !done)
      return done.error();
  Parameters expired;
  expired.add(today).add(static_cast<std::int64_t>(most));
  expired.add(first_day_of_officers(context, today));
  auto rows = (*session)->run(select_expired, expired);
  if (!rows) return rows.error();
  auto records = named(*rows);
  if (!records.empty()) {
    auto leaves = before(records);
    if (!leaves) return leaves.error();
    if (auto logged = insert_leaves(**session, *leaves); !logged) return logged.error();
    if (auto done = erase(**session, records, now); !done) return done.error();
  }
  if (auto done = (*session)->commit(); !done) return done.error();
  return records;
}

core::Result<std::size_t> replay_erasures(Context& context, std::span<const core::Uuid> ids,
                                          core::Instant now) {
  Column<core::Uuid> wanted;
  for (const auto& id : ids)
    wanted.add(id);
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  auto rows = (*session)->run(select_named, Parameters().add(wanted));
  if (!rows) return rows.error();
  const auto records = named(*rows);
  // Of one size with the purge: each statement moves the feed's head over all of its rows.
  for (std::size_t done = 0; done < records.size(); done += most_at_once) {
    const auto some =
        std::span(records).subspan(done, std::min(most_at_once, records.size() - done));
    if (auto erased = erase(**session, some, now); !erased) return erased.error();
  }
  if (auto done = (*session)->commit(); !done) return done.error();
  return records.size();
}

core::Result<void> new_epoch(Context& context) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  // What the watch had compared may be gone: it begins again, and raises nothing twice.
  auto done = (*session)->script("new epoch",
                                 "update feed_head set epoch = gen_random_uuid();"
                                 "update watch_position set seq = 0");
  if (!done) return done.error();
  return (*session)->commit();
}

}  // namespace badgewatch::store
