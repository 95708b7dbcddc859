#include "store/reconciliation_work.hpp"

#include "domain/register_figures.hpp"
#include "store/alerts_to_tell.hpp"
#include "store/dual_licences.hpp"
#include "store/held_alerts.hpp"
#include "store/integrity.hpp"
#include "store/rows.hpp"
#include "store/survey.hpp"
#include "store/watch.hpp"

#include <set>
#include <tuple>

namespace badgewatch::store {
namespace {

// Held by the session of whoever works on a run: it ends with its process, so a run that was killed
// goes on at once. The lease is for one who hangs.
constexpr Statement try_turn{"try_reconciliation_turn",
                             "select pg_try_advisory_lock(7308127794420193261)"};
constexpr Statement end_turn{"end_reconciliation_turn",
                             "select pg_advisory_unlock(7308127794420193261)"};

// By the database's clock alone.
constexpr Statement take_run{
    "take_reconciliation",
    "update reconciliation"
    " set state = 'running', holder = $1, fence = fence + 1, begun_at = coalesce(begun_at, $3),"
    "     ends_at = clock_timestamp() + $2 * interval '1 millisecond',"
    "     phase = case when phase = 'waiting' then 'reading' else phase end"
    " where id = (select id from reconciliation"
    "              where state = 'waiting'"
    "                 or (state = 'running'"
    "                     and ($4 or holder is null or holder = $1"
    "                          or ends_at < clock_timestamp()))"
    "              order by asked_at limit 1 for update skip locked)"
    " returning id, fence, phase, entry, done"};

constexpr Statement check_fence{
    "check_reconciliation_fence",
    "update reconciliation set ends_at = clock_timestamp() + $4 * interval '1 millisecond'"
    " where id = $1 and holder = $2 and fence = $3 and state = 'running'"};

constexpr Statement end_lease{
    "end_reconciliation_lease",
    "update reconciliation set holder = null where id = $1 and holder = $2 and fence = $3"};

constexpr Statement begin_run{
    "begin_reconciliation",
    "update reconciliation"
    " set phase = 'entries', epoch = coalesce(epoch, $2), seq = coalesce(seq, $3), rules = $4,"
    "     total = $5, compares = $6"
    " where id = $1"};

constexpr Statement move_run{"move_reconciliation",
                             "update reconciliation set entry = $2, done = $3 where id = $1"};

constexpr Statement enter_phase{"enter_reconciliation_phase",
                                "update reconciliation set phase = $2 where id = $1"};

constexpr Statement select_watch{"select_watch_for_reconciliation",
                                 "select p.epoch, p.seq, p.chain, r.rules, r.whole,"
                                 "       l.holder is not null and l.ends_at >= clock_timestamp()"
                                 " from watched_place() as p, watch_rules as r, watch_lease as l"};

// Nobody raises alerts beside it: whoever holds the watch touches this row first.
constexpr Statement stop_watch{"stop_watch_for_reconciliation",
                               "select 1 from watch_lease for update"};

constexpr Statement select_alerts{
    "select_alerts_of_entries",
    "select authority, entry, recording_authority, licence, pair from alert"
    " where kind = 'licensee_matched' and former is null and entry = any($1)"};

constexpr Statement insert_differences{
    "insert_reconciliation_differences",
    "insert into reconciliation_difference (authority, run, entry, recording_authority, licence,"
    "                                       explanation, healed)"
    " select d.authority, $1, d.entry, d.recording_authority, d.licence, d.explanation, d.healed"
    " from unnest($2::text[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::bool[])"
    "      as d(authority, entry, recording_authority, licence, explanation, healed)"
    " on conflict do nothing"};

constexpr Statement add_counts{
    "add_reconciliation_counts",
    "insert into reconciliation_count as c (authority, run, name, value)"
    " select n.authority, $1, n.name, n.value"
    " from unnest($2::text[], $3::text[], $4::int8[]) as n(authority, name, value)"
    " on conflict (authority, run, name) do update"
    " set value = excluded.value + case when $5 then 0 else c.value end"};

// The alerts that no entry is behind any more: they were not met when the entries were compared.
constexpr Statement insert_ended{
    "insert_differences_of_ended_entries",
    "insert into reconciliation_difference (authority, run, entry, recording_authority, licence,"
    "                                       explanation, healed)"
    " select distinct a.authority, $1, a.entry, a.recording_authority, a.licence, 'entry_ended', "
    "false"
    " from alert as a"
    " where a.kind = 'licensee_matched' and a.former is null"
    "   and not exists (select from decision as d"
    "                    where d.id = a.entry and d.state <> 'removed')"
    " on conflict do nothing"};

constexpr Statement count_ended{
    "count_ended_entries",
    "select authority, count(*) from reconciliation_difference"
    " where run = $1 and explanation = 'entry_ended' group by authority"};

// Sums that tell of nobody: not of few, and not of few authorities.
constexpr Statement insert_national{
    "insert_reconciliation_national",
    "insert into reconciliation_national (run, name, value)"
    " select run, name,"
    "        case when sum(value) = 0"
    "               or (sum(value) >= $2 and count(*) filter (where value > 0) >= $3)"
    "             then sum(value)::bigint end"
    " from reconciliation_count where run = $1 group by run, name"
    " on conflict do nothing"};

constexpr Statement insert_checks{
    "insert_reconciliation_checks",
    "insert into reconciliation_check (run, place, name, checked, wrong, first)"
    " select $1, c.place, c.name, c.checked, c.wrong, c.first"
    " from unnest($2::text[], $3::int8[], $4::int8[], $5::text[])"
    "      with ordinality as c(name, checked, wrong, first, place)"
    " on conflict do nothing"};

// What stands in the ledger of its differences goes with time; the counts stay.
constexpr Statement forget_differences{
    "forget_reconciliation_differences",
    "delete from reconciliation_difference"
    " where run in (select id from reconciliation"
    "                where finished_at < $1::timestamptz - interval '30 days')"};

// Of what is old a month's last run stands for all.
constexpr Statement forget_counts{
    "forget_reconciliation_counts",
    "delete from reconciliation_count where run in"
    " (select r.id from reconciliation as r"
    "   where r.finished_at < $1::timestamptz - interval '60 days'"
    "     and exists (select from reconciliation as l"
    "                  where l.state = 'done' and l.finished_at > r.finished_at"
    "                    and date_trunc('month', l.finished_at at time zone 'UTC')"
    "                        = date_trunc('month', r.finished_at at time zone 'UTC')))"};

constexpr Statement tell_of_quality{"tell_of_data_quality",
                                    "select tell_of_data_quality($1, $2::text[], $3)"};

constexpr Statement end_run{
    "end_reconciliation",
    "update reconciliation set state = 'done', phase = 'done', finished_at = $2, holder = null"
    " where id = $1"};

using Key = std::tuple<std::string, core::Uuid, core::Uuid>;

ports::RunDifference difference_of(const ports::NewAlert& alert, domain::Explanation why) {
  return {.authority = alert.authority,
          .entry = alert.entry,
          .recording_authority = alert.recording_authority,
          .licence = alert.licence,
          .explanation = why};
}

}  // namespace

core::Result<Session*> SqlReconciliationWork::session() {
  if (session_ && session_->is_usable()) return session_.get();
  session_.reset();
  auto opened = context_.open(Role::watch);
  if (!opened) return opened.error();
  auto limited =
      (*opened)->script("limit reconciliation", "set idle_in_transaction_session_timeout = " +
                                                    std::to_string(lease_.count()));
  if (!limited) return limited.error();
  session_ = std::move(*opened);
  return session_.get();
}

core::Result<std::optional<ports::HeldRun>> SqlReconciliationWork::take(core::Instant now) {
  auto open = session();
  if (!open) return open.error();
  if (!has_turn_) {
    auto turn = (*open)->run(try_turn);
    if (!turn) return turn.error();
    has_turn_ = turn->at<bool>(0, 0);
  }
  Parameters parameters;
  parameters.add(name_).add(std::int64_t{lease_.count()}).add(now).add(has_turn_);
  auto taken = (*open)->run(take_run, parameters);
  if (!taken) return taken.error();
  held_ = !taken->empty();
  if (!held_) {
    end_turn_of_mine();
    return std::optional<ports::HeldRun>();
  }
  run_ = taken->at<core::Uuid>(0, 0);
  fence_ = taken->at<std::int64_t>(0, 1);
  ports::HeldRun run;
  run.id = run_;
  run.phase = domain::run_phase_named(taken->at<std::string>(0, 2)).value_or(run.phase);
  run.entry = taken->maybe<core::Uuid>(0, 3);
  run.done = taken->at<std::int64_t>(0, 4);
  return std::optional(run);
}

core::Result<void> SqlReconciliationWork::check_that_held() {
  Parameters parameters;
  parameters.add(run_).add(name_).add(fence_).add(std::int64_t{lease_.count()});
  auto checked = session_->run(check_fence, parameters);
  if (!checked) return checked.error();
  if (checked->affected() == 1) return {};
  held_ = false;
  return core::Error(core::Errc::conflict, "Another one works on this run by now.");
}

template <class Work>
core::Result<void> SqlReconciliationWork::while_held(Work&& work) {
  auto open = session();
  if (!open) return open.error();
  if (auto begun = (*open)->script("begin", "begin"); !begun) return begun.error();
  auto done = check_that_held();
  if (done) done = work(**open);
  if (!done) {
    (*open)->rollback();
    return done;
  }
  return (*open)->commit();
}

core::Result<void> SqlReconciliationWork::keep() {
  auto open = session();
  if (!open) return open.error();
  return check_that_held();
}

core::Result<void> SqlReconciliationWork::begin(const ports::RunBeginning& beginning) {
  return while_held([&](Session& session) -> core::Result<void> {
    Parameters parameters;
    parameters.add(run_).add(beginning.from.epoch).add(beginning.from.seq);
    parameters.text(beginning.rules).add(beginning.total).add(beginning.compares);
    if (auto done = session.run(begin_run, parameters); !done) return done.error();
    return {};
  });
}

core::Result<ports::WatchPlace> SqlReconciliationWork::watch_place() {
  auto open = session();
  if (!open) return open.error();
  auto rows = (*open)->run(select_watch);
  if (!rows) return rows.error();
  return ports::WatchPlace{
      .at = {.epoch = rows->at<core::Uuid>(0, 0),
             .seq = rows->at<std::int64_t>(0, 1),
             .chain = rows->at<core::Hash>(0, 2)},
      .under = {.rules = rows->at<std::string>(0, 3), .entry = {}, .whole = rows->at<bool>(0, 4)},
      .is_held = rows->at<bool>(0, 5)};
}

core::Result<std::vector<ports::KnownAlert>> SqlReconciliationWork::alerts_about(
    std::span<const core::Uuid> entries) {
  auto open = session();
  if (!open) return open.error();
  Column<core::Uuid> wanted;
  for (const auto& entry : entries)
    wanted.add(entry);
  auto rows = (*open)->run(select_alerts, Parameters().add(wanted));
  if (!rows) return rows.error();
  std::vector<ports::KnownAlert> alerts;
  alerts.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i)
    alerts.push_back({.authority = rows->at<std::string>(i, 0),
                      .entry = rows->at<core::Uuid>(i, 1),
                      .recording_authority = rows->at<std::string>(i, 2),
                      .licence = rows->at<core::Uuid>(i, 3),
                      .pair = rows->maybe<core::Hash>(i, 4)});
  return alerts;
}

core::Result<std::size_t> SqlReconciliationWork::save(const ports::RunStep& step,
                                                      core::Instant now) {
  Told told;
  auto done = while_held([&](Session& session) -> core::Result<void> {
    told = {.raised = 0, .differences = step.vanished, .agreed = {}};
    if (auto done = raise(step, now, told); !done) return done;
    if (auto noted = note(told.differences); !noted) return noted;
    auto counts = step.counts;
    for (const auto& [key, count] : told.agreed)
      counts[key] += count;
    for (const auto& one : told.differences)
      ++counts[{one.authority, std::string(name_of(one.explanation))}];
    if (auto added = add(counts, false); !added) return added;
    auto moved = session.run(move_run, Parameters().add(run_).add(step.entry).add(step.done));
    if (!moved) return moved.error();
    return {};
  });
  if (!done) return done.error();
  return told.raised;
}

// Of what is missing: those that a human has decided on, those that wait for a second person, and
// those that are raised. What the watch raised meanwhile is no difference.
core::Result<void> SqlReconciliationWork::raise(const ports::RunStep& step, core::Instant now,
                                                Told& told_of) {
  if (step.missing.empty()) return {};
  if (auto stopped = session_->run(stop_watch); !stopped) return stopped.error();
  std::vector<core::Uuid> entries;
  for (const auto& alert : step.missing)
    entries.push_back(alert.entry);
  const auto known = alerts_about(entries);
  if (!known) return known.error();
  std::set<Key> there;
  for (const auto& alert : *known)
    there.insert({alert.authority, alert.entry, alert.licence});

  const auto told = alerts_to_tell(*session_, step.missing);
  if (!told) return told.error();
  const std::set<const ports::NewAlert*> to_tell(told->begin(), told->end());
  const auto going = keep_back_held(*session_, context_, *told, now);
  if (!going) return going.error();
  const std::set<const ports::NewAlert*> goes_out(going->begin(), going->end());
  if (auto done = insert_alerts(*session_, context_, *going, now); !done) return done.error();
  told_of.raised = going->size();

  for (const auto& alert : step.missing) {
    const bool is_there = there.contains({alert.authority, alert.entry, alert.licence});
    if (goes_out.contains(&alert))
      told_of.differences.push_back(difference_of(alert, step.otherwise));
    else if (to_tell.contains(&alert))
      told_of.differences.push_back(difference_of(alert, domain::Explanation::held));
    else if (is_there)
      ++told_of.agreed[{alert.authority, std::string(domain::count_agreed)}];
    else
      told_of.differences.push_back(difference_of(alert, domain::Explanation::decided));
  }
  return {};
}

core::Result<void> SqlReconciliationWork::note(
    const std::vector<ports::RunDifference>& differences) {
  if (differences.empty()) return {};
  Column<std::string_view> authority, recording_authority, explanation;
  Column<core::Uuid> entry, licence;
  Column<bool> healed;
  for (const auto& one : differences) {
    authority.add(one.authority);
    entry.add(one.entry);
    recording_authority.add(one.recording_authority);
    licence.add(one.licence);
    explanation.add(name_of(one.explanation));
    healed.add(is_healed(one.explanation));
  }
  Parameters parameters;
  parameters.add(run_).add(authority).add(entry).add(recording_authority).add(licence);
  parameters.add(explanation).add(healed);
  if (auto done = session_->run(insert_differences, parameters); !done) return done.error();
  return {};
}

core::Result<void> SqlReconciliationWork::add(const ports::RunCounts& counts, bool replace) {
  if (counts.empty()) return {};
  Column<std::string_view> authority, name;
  Column<std::int64_t> value;
  for (const auto& [key, count] : counts) {
    authority.add(key.first);
    name.add(key.second);
    value.add(count);
  }
  Parameters parameters;
  parameters.add(run_).add(authority).add(name).add(value).add(replace);
  if (auto done = session_->run(add_counts, parameters); !done) return done.error();
  return {};
}

core::Result<void> SqlReconciliationWork::enter(domain::RunPhase phase) {
  return while_held([&](Session& session) -> core::Result<void> {
    auto done = session.run(enter_phase, Parameters().add(run_).text(name_of(phase)));
    if (!done) return done.error();
    return {};
  });
}

core::Result<void> SqlReconciliationWork::licences(
    unsigned threads, const std::function<void(std::vector<ports::LicenceRow>&&)>& sink) {
  return read_licences(context_, threads, sink);
}

core::Result<ports::SearchedPeople> SqlReconciliationWork::searched_since(core::Date since) {
  return store::searched_since(context_, since);
}

core::Result<ports::RunCounts> SqlReconciliationWork::count_work(core::Date since) {
  return store::count_work(context_, since);
}

core::Result<std::vector<ports::IntegrityCheck>> SqlReconciliationWork::check_tables(
    core::Date today) {
  return store::check_tables(context_, today);
}

core::Result<std::size_t> SqlReconciliationWork::raise_dual_licences(
    std::span<const ports::NewAlert> alerts, core::Instant now) {
  std::size_t raised = 0;
  auto done = while_held([&](Session& session) -> core::Result<void> {
    const auto told = store::raise_dual_licences(session, context_, alerts, now);
    if (!told) return told.error();
    raised = *told;
    return {};
  });
  if (!done) return done.error();
  return raised;
}

core::Result<void> SqlReconciliationWork::finish(const ports::RunCounts& counts,
                                                 std::span<const ports::IntegrityCheck> integrity,
                                                 core::Instant now, const proof::Leaf& leaf) {
  return while_held([&](Session& session) -> core::Result<void> {
    auto all = counts;
    if (auto ended = session.run(insert_ended, Parameters().add(run_)); !ended)
      return ended.error();
    auto ended = session.run(count_ended, Parameters().add(run_));
    if (!ended) return ended.error();
    for (int i = 0; i < ended->size(); ++i)
      all[{ended->at<std::string>(i, 0), std::string(name_of(domain::Explanation::entry_ended))}] =
          ended->at<std::int64_t>(i, 1);
    if (auto added = add(all, true); !added) return added;
    Column<std::string_view> bad;
    for (const auto figure : domain::figures_of_bad_data())
      bad.add(figure);
    if (auto told = session.run(tell_of_quality, Parameters().add(run_).add(bad).add(now)); !told)
      return told.error();

    Parameters fewest;
    fewest.add(run_).add(domain::fewest_shown).add(domain::fewest_authorities);
    if (auto summed = session.run(insert_national, fewest); !summed) return summed.error();
    Column<std::string_view> name, first;
    Column<std::int64_t> checked, wrong;
    for (const auto& one : integrity) {
      name.add(one.name);
      checked.add(one.checked);
      wrong.add(one.wrong);
      first.add(one.first);
    }
    Parameters parameters;
    parameters.add(run_).add(name).add(checked).add(wrong).add(first);
    if (auto kept = session.run(insert_checks, parameters); !kept) return kept.error();
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged;
    if (auto gone = session.run(forget_differences, Parameters().add(now)); !gone)
      return gone.error();
    if (auto gone = session.run(forget_counts, Parameters().add(now)); !gone) return gone.error();
    auto done = session.run(end_run, Parameters().add(run_).add(now));
    if (!done) return done.error();
    return {};
  });
}

void SqlReconciliationWork::let_go() {
  if (held_ && session_ && session_->is_usable())
    (void)session_->run(end_lease, Parameters().add(run_).add(name_).add(fence_));
  held_ = false;
  end_turn_of_mine();
}

void SqlReconciliationWork::end_turn_of_mine() {
  if (has_turn_ && session_ && session_->is_usable()) (void)session_->run(end_turn);
  has_turn_ = false;
}

}  // namespace badgewatch::store
