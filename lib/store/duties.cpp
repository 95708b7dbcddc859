#include "store/duties.hpp"

#include "core/text.hpp"
#include "ports/unit_of_work.hpp"
#include "store/rows.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace badgewatch::store {
namespace {

constexpr const char* columns =
    "authority, id, kind, about_type, about, occasion, opened_by, opened_on, due_on, reckoning,"
    " remind_on, escalate_on, state, pauses, done_on, coalesce(transferred_to, ''),"
    " coalesce(transferred_from, '')";

const std::string select_own_text = std::string("select ") + columns +
                                    " from duty where authority = $1 and kind = $2"
                                    "   and about_type = $3 and about = $4"
                                    "   and state in ('open', 'paused') order by id for update";
const Statement select_own{"select_duties_to_move", select_own_text.c_str()};

// $3: a state as it is shown; null: all that waits to be done. $7: today. One code at a time, so
// that the index of what waits gives the first ones.
const std::string select_waiting_text =
    std::string("select ") + columns +
    " from duty where authority = $1"
    "   and id = any (array(select waiting_duties($1, $2, $3, $7, $4, $5, $6)))"
    " order by due_on, id";
const Statement select_waiting{"select_duties_that_wait", select_waiting_text.c_str()};

// $3: their state.
const std::string select_closed_text =
    std::string("select ") + columns +
    " from duty where authority = $1 and ($2::text is null or kind = $2) and state = $3"
    "   and ($4::date is null or (due_on, id) > ($4, $5)) order by due_on, id limit $6";
const Statement select_closed{"select_closed_duties", select_closed_text.c_str()};

// The most urgent are counted, of which the overdue ones come first.
// Of each code that it acts for, which are the ones it lists.
constexpr Statement count_waiting{
    "count_duties_that_wait",
    "select a.code, c.waiting, c.overdue from unnest(acts_for($1)) as a(code)"
    " cross join lateral count_waiting_duties(a.code, $2, $3) as c"};

constexpr Statement insert_duties{
    "open_duties",
    "select open_duties($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"};

constexpr Statement close_duties{"close_duties", "select close_duties($1, $2, $3, $4, $5)"};

constexpr Statement hand_over{"hand_over_duty",
                              "update duty set state = 'transferred', done_on = $3,"
                              "       transferred_to = $4"
                              " where authority = $1 and id = $2"};

const std::string lock_one_text =
    std::string("select ") + columns + " from duty where authority = $1 and id = $2 for update";
const Statement lock_one{"lock_duty", lock_one_text.c_str()};

constexpr Statement update_clock{
    "update_duty_clock",
    "update duty set state = $3, pauses = $4, due_on = $5, reckoning = $6, remind_on = $7,"
    "                escalate_on = $8"
    " where authority = $1 and id = $2"};

constexpr Statement raise_due{"raise_due_duties", "select raise_due_duties($1, $2, $3)"};

// What is late, of one authority and of all, say two functions of the database.
constexpr Statement select_own_lateness{
    "select_own_lateness",
    "select authority, kind, done, late, open, overdue, most from own_lateness($1, $2, $3)"
    " order by kind"};
constexpr Statement select_lateness{
    "select_lateness_of_all",
    "select authority, kind, done, late, open, overdue, coalesce(most, 0)"
    " from (select authority, 'enter_decision' as kind, count(*) as done,"
    "              count(*) filter (where is_late) as late, 0::bigint as open,"
    "              0::bigint as overdue, max(days_late) filter (where is_late)::bigint as most"
    "       from lateness_of_decisions($1, $2) group by authority"
    "       union all"
    "       select authority, kind, count(*) filter (where is_done),"
    "              count(*) filter (where is_late), count(*) filter (where waits),"
    "              count(*) filter (where is_overdue),"
    "              max(days_late) filter (where is_late)::bigint"
    "       from lateness_of_duties($1, $2, $3) group by authority, kind) as all_of_them"
    " order by authority collate \"C\", kind"};

// "identity:2027-01-04/2027-01-11"; what is closed while it is paused is closed behind the last
// stroke by the database.
std::string pauses_text(const std::vector<domain::Pause>& pauses) {
  std::string text;
  for (const auto& pause : pauses)
    text += (text.empty() ? "" : " ") + std::string(name_of(pause.why)) + ":" + pause.from.iso() +
            "/" + (pause.to ? pause.to->iso() : "");
  return text;
}

std::vector<domain::Pause> pauses_in(std::string_view text) {
  std::vector<domain::Pause> pauses;
  for (const auto& word : words_of(text)) {
    const auto colon = word.find(':');
    const auto slash = word.find('/');
    if (colon == std::string::npos || slash == std::string::npos || slash < colon) continue;
    const auto why = domain::pause_reason_named(word.substr(0, colon));
    const auto from = core::Date::parse_iso(word.substr(colon + 1, slash - colon - 1));
    if (why && from) pauses.push_back({*from, core::Date::parse_iso(word.substr(slash + 1)), *why});
  }
  return pauses;
}

core::Result<ports::KeptDuty> duty_of(const Rows& rows, int row) {
  const auto kind = domain::duty_kind_named(rows.at<std::string>(row, 2));
  const auto state = domain::duty_state_named(rows.at<std::string>(row, 12));
  if (!kind || !state) return core::Error(core::Errc::internal, "A stored record cannot be read.");
  ports::KeptDuty kept;
  kept.id = rows.at<core::Uuid>(row, 1);
  kept.opened_by = rows.at<std::string>(row, 6);
  kept.duty = {.authority = rows.at<std::string>(row, 0),
               .kind = *kind,
               .about = {rows.at<std::string>(row, 3), rows.at<core::Uuid>(row, 4)},
               .occasion = rows.at<std::string>(row, 5),
               .opened_on = rows.at<core::Date>(row, 7),
               .due_on = rows.at<core::Date>(row, 8),
               .reckoning = rows.at<std::string>(row, 9),
               .remind_on = rows.at<core::Date>(row, 10),
               .escalate_on = rows.at<core::Date>(row, 11),
               .state = *state,
               .pauses = pauses_in(rows.at<std::string>(row, 13)),
               .done_on = rows.maybe<core::Date>(row, 14),
               .transferred_to = rows.at<std::string>(row, 15),
               .transferred_from = rows.at<std::string>(row, 16)};
  return kept;
}

core::Result<std::vector<ports::KeptDuty>> duties_in(const Rows& rows) {
  std::vector<ports::KeptDuty> duties;
  for (int row = 0; row < rows.size(); ++row) {
    auto duty = duty_of(rows, row);
    if (!duty) return duty.error();
    duties.push_back(std::move(*duty));
  }
  return duties;
}

Parameters key_of(const ports::DutiesAbout& which) {
  return std::move(Parameters()
                       .text(which.authority)
                       .text(name_of(which.kind))
                       .text(which.about.type)
                       .add(which.about.id));
}

void add_waiting(const Rows& counted, int row, ports::WaitingDuties& waiting) {
  constexpr std::int64_t most = ports::DutyDesk::most_counted;
  const auto count = counted.at<std::int64_t>(row, 1);
  waiting.count += std::min(count, most);
  waiting.overdue += std::min(counted.at<std::int64_t>(row, 2), most);
  if (count > most) waiting.is_whole = false;
}

// Of everybody where nobody is named.
core::Result<std::vector<ports::Lateness>> lateness_in(Session& session, const std::string& whose,
                                                       core::Date from, core::Date to,
                                                       core::Date today) {
  auto rows = session.run(whose.empty() ? select_lateness : select_own_lateness,
                          Parameters().add(from).add(to).add(today));
  if (!rows) return rows.error();
  std::vector<ports::Lateness> all;
  for (int row = 0; row < rows->size(); ++row) {
    const auto kind = domain::duty_kind_named(rows->at<std::string>(row, 1));
    if (!kind) return core::Error(core::Errc::internal, "A stored record cannot be read.");
    all.push_back({.authority = rows->at<std::string>(row, 0),
                   .kind = *kind,
                   .done = rows->at<std::int64_t>(row, 2),
                   .done_late = rows->at<std::int64_t>(row, 3),
                   .open = rows->at<std::int64_t>(row, 4),
                   .overdue = rows->at<std::int64_t>(row, 5),
                   .most_days_late = rows->at<std::int64_t>(row, 6)});
  }
  return all;
}

}  // namespace

core::Result<void> open_duties(Session& session, const Context& context,
                               std::span<const domain::Duty> duties) {
  if (duties.empty()) return {};
  Column<std::string_view> authority, kind, about_type, occasion, reckoning, escalates_to, state;
  Column<std::string_view> pauses, transferred_from;
  Column<core::Uuid> id, about;
  Column<core::Date> opened_on, due_on, remind_on, escalate_on;
  for (const auto& duty : duties) {
    authority.add(duty.authority);
    id.add(context.new_id());
    kind.add(name_of(duty.kind));
    about_type.add(duty.about.type);
    about.add(duty.about.id);
    occasion.add(duty.occasion);
    opened_on.add(duty.opened_on);
    due_on.add(duty.due_on);
    reckoning.add(duty.reckoning);
    remind_on.add(duty.remind_on);
    escalate_on.add(duty.escalate_on);
    escalates_to.add(domain::escalates_to(duty.kind));
    state.add(name_of(duty.state));
    pauses.add(pauses_text(duty.pauses));
    transferred_from.add(duty.transferred_from);
  }
  Parameters parameters;
  parameters.add(authority).add(id).add(kind).add(about_type).add(about).add(occasion);
  parameters.add(opened_on).add(due_on).add(reckoning).add(remind_on).add(escalate_on);
  parameters.add(escalates_to).add(state).add(pauses).add(transferred_from);
  if (auto done = session.run(insert_duties, parameters.add(context.clock.now())); !done)
    return done.error();
  return {};
}

core::Result<void> open_duty(Session& session, const Context& context, const domain::Duty& duty) {
  return open_duties(session, context, {&duty, 1});
}

core::Result<std::optional<ports::KeptDuty>> duty_to_move(Session& session,
                                                          const ports::DutiesAbout& which) {
  auto rows = session.run(select_own, key_of(which));
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::KeptDuty>();
  auto kept = duty_of(*rows, 0);
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

core::Result<void> write_clock(Session& session, const ports::KeptDuty& kept) {
  const auto& duty = kept.duty;
  Parameters parameters;
  parameters.text(duty.authority).add(kept.id).text(name_of(duty.state));
  parameters.text(pauses_text(duty.pauses)).add(duty.due_on).text(duty.reckoning);
  parameters.add(duty.remind_on).add(duty.escalate_on);
  if (auto done = session.run(update_clock, parameters); !done) return done.error();
  return {};
}

core::Result<void> SqlDuties::open(const domain::Duty& duty) {
  return open_duty(*lease_, context_, duty);
}

core::Result<std::size_t> SqlDuties::close(const ports::DutiesAbout& which, core::Date on) {
  auto parameters = key_of(which);
  auto closed = lease_->run(close_duties, parameters.add(on));
  if (!closed) return closed.error();
  return static_cast<std::size_t>(closed->at<std::int64_t>(0, 0));
}

core::Result<std::size_t> SqlDuties::transfer(const ports::DutiesAbout& which,
                                              const std::string& to, core::Date on) {
  auto rows = lease_->run(select_own, key_of(which));
  if (!rows) return rows.error();
  const auto duties = duties_in(*rows);
  if (!duties) return duties.error();
  for (const auto& one : *duties) {
    const auto moved = domain::transfer_duty(one.duty, to, on);
    if (!moved) return moved.error();
    auto left =
        lease_->run(hand_over, Parameters().text(which.authority).add(one.id).add(on).text(to));
    if (!left) return left.error();
    if (auto taken = open_duty(*lease_, context_, moved->taken); !taken) return taken.error();
  }
  return duties->size();
}

core::Result<ports::DutyPage> SqlDutyDesk::list(const ports::Caller& caller,
                                                const ports::DutyFilter& filter,
                                                const std::optional<ports::DutyPlace>& after,
                                                core::Date today, std::size_t limit,
                                                const proof::Leaf& leaf) {
  const auto kind = filter.kind ? std::optional(name_of(*filter.kind)) : std::nullopt;
  const auto state = filter.state ? std::optional(name_of(*filter.state)) : std::nullopt;
  const bool waits =
      filter.state != domain::DutyState::done && filter.state != domain::DutyState::transferred;
  return as_authority(context_, caller, [&](Session& session) -> core::Result<ports::DutyPage> {
    ports::DutyPage page;
    auto& all = page.duties;
    constexpr std::int64_t most = most_counted;
    const auto codes =
        session.run(count_waiting, Parameters().text(caller.authority).add(today).add(most + 1));
    if (!codes) return codes.error();
    for (int row = 0; row < codes->size(); ++row) {
      const auto code = codes->at<std::string>(row, 0);
      add_waiting(*codes, row, page.waiting);
      Parameters parameters;
      parameters.text(code).add(kind).add(state);
      parameters.add(after ? std::optional(after->due_on) : std::nullopt);
      parameters.add(after ? std::optional(after->id) : std::nullopt);
      parameters.add(static_cast<std::int64_t>(limit));
      if (waits) parameters.add(today);
      auto rows = session.run(waits ? select_waiting : select_closed, parameters);
      if (!rows) return rows.error();
      auto its = duties_in(*rows);
      if (!its) return its.error();
      std::move(its->begin(), its->end(), std::back_inserter(all));
    }
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::tie(a.duty.due_on, a.id) < std::tie(b.duty.due_on, b.id);
    });
    if (all.size() > limit) all.resize(limit);
    return page;
  });
}

core::Result<ports::KeptDuty> SqlDutyDesk::move(
    const ports::Caller& caller, const core::Uuid& id,
    const std::function<core::Result<domain::Duty>(const domain::Duty&)>& move,
    const proof::Leaf& leaf) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<ports::KeptDuty> {
    auto rows = session.run(lock_one, Parameters().text(caller.authority).add(id));
    if (!rows) return rows.error();
    if (rows->empty()) return core::Error(core::Errc::not_found, "There is no such duty of yours.");
    auto kept = duty_of(*rows, 0);
    if (!kept) return kept;
    auto moved = move(kept->duty);
    if (!moved) return moved.error();
    kept->duty = std::move(*moved);
    if (auto done = write_clock(session, *kept); !done) return done.error();
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    return kept;
  });
}

core::Result<std::vector<ports::Lateness>> SqlDutyDesk::lateness(const ports::Caller& caller,
                                                                 core::Date from, core::Date to,
                                                                 core::Date today,
                                                                 const proof::Leaf& leaf) {
  const auto work = [&](Session& session) -> core::Result<std::vector<ports::Lateness>> {
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    return lateness_in(session, caller.authority, from, to, today);
  };
  if (!caller.authority.empty()) return as_authority(context_, caller, work);
  auto session = begin_as_owner(context_);
  if (!session) return session.error();
  auto all = work(**session);
  if (!all) return all;
  if (auto done = (*session)->commit(); !done) return done.error();
  return all;
}

core::Result<std::size_t> SqlDutyAlarm::raise(core::Date today, core::Instant now,
                                              std::size_t most) {
  if (!session_ || !session_->is_usable()) {
    auto opened = context_.open(Role::watch);
    if (!opened) return opened.error();
    session_ = std::move(*opened);
  }
  auto raised = session_->run(
      raise_due, Parameters().add(today).add(now).add(static_cast<std::int64_t>(most)));
  if (!raised) return raised.error();
  return static_cast<std::size_t>(raised->at<std::int64_t>(0, 0));
}

}  // namespace badgewatch::store
