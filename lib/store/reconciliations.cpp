#include "store/reconciliations.hpp"

#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

// Whoever comes second is given what the first one made.
constexpr Statement insert_run{
    "insert_reconciliation",
    "insert into reconciliation (id, asked_by, actor, cause, turn, state, asked_at)"
    " values ($1, $2, $3, $4, $5, 'waiting', $6)"
    " on conflict do nothing"};

// When the last run ended that an authority asked for. Whoever names the run that there is, or
// comes while one is not done, makes none.
constexpr Statement select_last_end{
    "select_end_of_last_reconciliation",
    "select max(finished_at) from reconciliation where state = 'done' and asked_by <> ''"
    " having not exists (select from reconciliation"
    "                     where id = $1 or state in ('waiting', 'running'))"};

constexpr Statement select_ordered{
    "select_ordered_reconciliation",
    "select id from reconciliation"
    " where id = $1 or turn = $2 or ($2::date is null and state in ('waiting', 'running'))"
    " order by id = $1 desc, asked_at desc limit 1"};

// Of another authority it is not told who asked.
constexpr const char* run_columns =
    "select id, case when $1 in ('', asked_by) then asked_by else '' end, cause, state, phase,"
    "       asked_at, begun_at, finished_at, done, total, seq, rules, compares"
    " from reconciliation ";

const std::string list_sql = std::string(run_columns) + "order by asked_at desc, id limit $2";
const std::string one_sql = std::string(run_columns) + "where id = $2";
const Statement select_runs{"select_reconciliations", list_sql.c_str()};
const Statement select_run{"select_reconciliation", one_sql.c_str()};

constexpr Statement select_counts{"select_reconciliation_counts",
                                  "select authority, name, value from reconciliation_count"
                                  " where $1 in ('', authority) and run = $2"};

constexpr Statement select_national{"select_reconciliation_national",
                                    "select name, value from reconciliation_national"
                                    " where run = $1"};

// Of the runs before this one, at most so many, the newest; the last of each day.
constexpr Statement select_earlier{
    "select_earlier_reconciliations",
    "select r.id, r.finished_at, c.name, sum(c.value)::bigint"
    " from (select distinct on (e.finished_at::date) e.id, e.finished_at from reconciliation as e"
    "       where e.state = 'done' and e.compares"
    "         and e.finished_at < (select b.asked_at from reconciliation as b where b.id = $2)"
    "       order by e.finished_at::date desc, e.finished_at desc limit $3) as r"
    " join reconciliation_count as c on c.run = r.id and $1 in ('', c.authority)"
    " group by r.id, r.finished_at, c.name order by r.finished_at, r.id"};

constexpr Statement select_differences{
    "select_reconciliation_differences",
    "select authority, entry, recording_authority, licence, explanation"
    " from reconciliation_difference where $1 in ('', authority) and run = $2"
    " order by healed desc, authority, entry, licence limit $3"};

constexpr Statement select_checks{"select_reconciliation_checks",
                                  "select name, checked, wrong from reconciliation_check"
                                  " where run = $1 order by place"};
constexpr Statement select_checks_with_ids{
    "select_reconciliation_checks_with_ids",
    "select name, checked, wrong, first from reconciliation_check where run = $1 order by place"};

ports::ReconciliationRun run_of(const Rows& rows, int row) {
  ports::ReconciliationRun run;
  run.id = rows.at<core::Uuid>(row, 0);
  run.asked_by = rows.at<std::string>(row, 1);
  run.cause = domain::run_cause_named(rows.at<std::string>(row, 2)).value_or(run.cause);
  run.state = domain::run_state_named(rows.at<std::string>(row, 3)).value_or(run.state);
  run.phase = domain::run_phase_named(rows.at<std::string>(row, 4)).value_or(run.phase);
  run.asked_at = rows.at<core::Instant>(row, 5);
  run.begun_at = rows.maybe<core::Instant>(row, 6);
  run.finished_at = rows.maybe<core::Instant>(row, 7);
  run.done = rows.at<std::int64_t>(row, 8);
  run.total = rows.at<std::int64_t>(row, 9);
  run.seq = rows.maybe<std::int64_t>(row, 10);
  run.rules = rows.at<std::string>(row, 11);
  run.compares = rows.maybe<bool>(row, 12);
  return run;
}

core::Result<ports::ReconciliationRun> find_run(Session& session, const ports::Caller& caller,
                                                const core::Uuid& id) {
  auto rows = session.run(select_run, Parameters().text(caller.authority).add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return core::Error(core::Errc::not_found, "There is no such run.");
  return run_of(*rows, 0);
}

core::Result<void> check_pause(Session& session, const ports::RunOrder& order) {
  const auto pause = std::chrono::microseconds(order.pause).count();
  if (pause == 0) return {};
  auto rows = session.run(select_last_end, Parameters().add(order.id));
  if (!rows) return rows.error();
  const auto ended = rows->empty() ? std::nullopt : rows->maybe<core::Instant>(0, 0);
  if (!ended || order.at.micros - ended->micros >= pause) return {};
  return core::Error(core::Errc::too_many_requests,
                     "The last run ended at " + core::to_text(*ended) +
                         ". Another one may be asked "
                         "for from " +
                         core::to_text({ended->micros + pause}) + " on.");
}

core::Result<void> read_counts(Session& session, const ports::Caller& caller,
                               ports::RunReport& report) {
  auto rows = session.run(select_counts, Parameters().text(caller.authority).add(report.run.id));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i)
    report.counts[{rows->at<std::string>(i, 0), rows->at<std::string>(i, 1)}] =
        rows->at<std::int64_t>(i, 2);
  return {};
}

core::Result<void> read_differences(Session& session, const ports::Caller& caller, std::size_t most,
                                    ports::RunReport& report) {
  Parameters parameters;
  parameters.text(caller.authority).add(report.run.id).add(static_cast<std::int64_t>(most));
  auto rows = session.run(select_differences, parameters);
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    const auto explanation = domain::explanation_named(rows->at<std::string>(i, 4));
    report.differences.push_back({.authority = rows->at<std::string>(i, 0),
                                  .entry = rows->at<core::Uuid>(i, 1),
                                  .recording_authority = rows->at<std::string>(i, 2),
                                  .licence = rows->at<core::Uuid>(i, 3),
                                  .explanation = explanation.value_or(domain::Explanation::lost)});
  }
  return {};
}

core::Result<void> read_figures(Session& session, const ports::Caller& caller,
                                ports::RunReport& report) {
  auto national = session.run(select_national, Parameters().add(report.run.id));
  if (!national) return national.error();
  for (int i = 0; i < national->size(); ++i)
    report.national[national->at<std::string>(i, 0)] = national->maybe<std::int64_t>(i, 1);
  constexpr std::int64_t earlier_runs = 12;
  auto rows = session.run(select_earlier,
                          Parameters().text(caller.authority).add(report.run.id).add(earlier_runs));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    const auto at = rows->at<core::Instant>(i, 1);
    if (report.earlier.empty() || report.earlier.back().finished_at != at)
      report.earlier.push_back({.finished_at = at, .counts = {}});
    report.earlier.back().counts[rows->at<std::string>(i, 2)] = rows->at<std::int64_t>(i, 3);
  }
  return {};
}

// Which records are wrong is the operator's to know: they are of any authority.
core::Result<void> read_checks(Session& session, const ports::Caller& caller,
                               ports::RunReport& report) {
  const bool is_operator = caller.authority.empty();
  auto rows = session.run(is_operator ? select_checks_with_ids : select_checks,
                          Parameters().add(report.run.id));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i)
    report.integrity.push_back({.name = rows->at<std::string>(i, 0),
                                .checked = rows->at<std::int64_t>(i, 1),
                                .wrong = rows->at<std::int64_t>(i, 2),
                                .first = is_operator ? rows->at<std::string>(i, 3) : ""});
  return {};
}

core::Result<ports::RunReport> read_report(Session& session, const ports::Caller& caller,
                                           const core::Uuid& id, std::size_t most,
                                           const proof::Leaf& leaf) {
  auto run = find_run(session, caller, id);
  if (!run) return run.error();
  ports::RunReport report;
  report.run = std::move(*run);
  if (auto read = read_counts(session, caller, report); !read) return read.error();
  if (auto read = read_differences(session, caller, most, report); !read) return read.error();
  if (auto read = read_checks(session, caller, report); !read) return read.error();
  if (auto read = read_figures(session, caller, report); !read) return read.error();
  if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
  return report;
}

// As the authority, whose rows alone it sees; as the owner for the operator, who has none.
template <class Work>
auto as_caller(Context& context, const ports::Caller& caller, Work&& work)
    -> decltype(work(std::declval<Session&>())) {
  if (!caller.authority.empty())
    return as_authority(context, caller.authority, std::forward<Work>(work));
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  auto result = work(**session);
  if (!result) return result;
  if (auto done = (*session)->commit(); !done) return done.error();
  return result;
}

}  // namespace

core::Result<ports::ReconciliationRun> SqlReconciliations::order(const ports::Caller& caller,
                                                                 const ports::RunOrder& order,
                                                                 const proof::Leaf& leaf) {
  auto opened = begin_as_owner(context_);
  if (!opened) return opened.error();
  auto& session = **opened;
  if (auto may = check_pause(session, order); !may) return may.error();
  Parameters parameters;
  parameters.add(order.id).text(caller.authority).text(caller.actor);
  parameters.text(name_of(order.cause)).add(order.turn).add(order.at);
  auto made = session.run(insert_run, parameters);
  if (!made) return made.error();
  auto found = session.run(select_ordered, Parameters().add(order.id).add(order.turn));
  if (!found) return found.error();
  // The one that was in the way has ended in this very moment.
  if (found->empty())
    return core::Error(core::Errc::unavailable, "A run has just ended. Ask once more.");
  auto run = find_run(session, caller, found->at<core::Uuid>(0, 0));
  if (!run) return run;
  if (made->affected() == 1)
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
  if (auto done = session.commit(); !done) return done.error();
  return run;
}

core::Result<std::vector<ports::ReconciliationRun>> SqlReconciliations::list(
    const ports::Caller& caller, std::size_t most, const proof::Leaf& leaf) {
  using Runs = std::vector<ports::ReconciliationRun>;
  return as_caller(context_, caller, [&](Session& session) -> core::Result<Runs> {
    auto rows = session.run(
        select_runs, Parameters().text(caller.authority).add(static_cast<std::int64_t>(most)));
    if (!rows) return rows.error();
    Runs runs;
    for (int i = 0; i < rows->size(); ++i)
      runs.push_back(run_of(*rows, i));
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    return runs;
  });
}

core::Result<ports::RunReport> SqlReconciliations::find(const ports::Caller& caller,
                                                        const core::Uuid& id, std::size_t most,
                                                        const proof::Leaf& leaf) {
  return as_caller(context_, caller,
                   [&](Session& session) { return read_report(session, caller, id, most, leaf); });
}

core::Result<std::optional<core::Date>> SqlReconciliations::last_night() {
  constexpr Statement select_last{"select_last_night", "select max(turn) from reconciliation"};
  auto session = begin_as_owner(context_);
  if (!session) return session.error();
  auto rows = (*session)->run(select_last);
  if (!rows) return rows.error();
  return rows->maybe<core::Date>(0, 0);
}

core::Result<ports::ReconciliationRun> SqlReconciliations::progress(const core::Uuid& id) {
  const ports::Caller operators;
  return as_caller(context_, operators,
                   [&](Session& session) { return find_run(session, operators, id); });
}

}  // namespace badgewatch::store
