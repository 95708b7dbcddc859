#include "store/misuse_watch.hpp"

#include "store/content.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace badgewatch::store {
namespace {

// Of one actor: his newest ones, some days of a system's.
constexpr std::int64_t most_searches = 20'000;
constexpr std::size_t most_days_known = 2'000;

constexpr Statement take_lock{"take_misuse_lock", "select pg_try_advisory_xact_lock($1)"};
constexpr Statement select_position{"select_misuse_position", "select number from misuse_position"};
constexpr Statement move_position{"move_misuse_position",
                                  "update misuse_position set number = $2 where number = $1"};

constexpr Statement select_new{
    "select_new_searches",
    "select n.number, l.authority, l.subject, l.actor, c.checked_at, c.purpose, c.outcome, c.traits"
    " from (select number, authority, leaf from log_number where number >= $1"
    "        order by number limit $2) as n"
    " join log_leaf as l on l.authority = n.authority and l.id = n.leaf"
    " left join check_record as c"
    "   on l.kind = 'check' and c.authority = l.authority and c.id = l.subject"
    " order by n.number"};

constexpr Statement insert_search{
    "insert_searches",
    "insert into search (authority, check_id, actor, at, day, hour, purpose, was_hit, marks,"
    "                    person, particulars, name, postcode, household, case_reference)"
    " select * from unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[], $5::date[],"
    "                      $6::smallint[], $7::text[], $8::boolean[], $9::smallint[],"
    "                      $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[],"
    "                      $14::bigint[], $15::bigint[])"
    " on conflict do nothing"};

// With the hit of a check; with the same check read again; by reading the entry.
constexpr Statement insert_sights{
    "insert_entry_sights",
    "with leaf as ("
    "  select l.authority, l.id, l.kind, l.subject, l.actor, l.at"
    "  from log_number as n join log_leaf as l on l.authority = n.authority and l.id = n.leaf"
    "  where n.number >= $1 and n.number < $2 and l.kind in ('check', 'check_read', "
    "'decision_read')"
    "), shown as ("
    "  select l.*, e.entry"
    "  from leaf as l"
    "  join check_record as c on c.authority = l.authority and c.id = l.subject"
    "  cross join unnest(c.entries) as e(entry)"
    "  where l.kind <> 'decision_read'"
    "  union all"
    "  select l.*, l.subject from leaf as l where l.kind = 'decision_read'"
    ")"
    " insert into entry_sight (recording_authority, entry, authority, leaf, kind, subject, actor, "
    "at)"
    " select d.authority, d.id, s.authority, s.id, s.kind, s.subject, s.actor, s.at"
    " from shown as s join decision as d on d.id = s.entry"
    " on conflict do nothing"};

constexpr Statement select_of_actor{
    "select_searches_of_actor",
    "select authority, check_id, actor, at, day, hour, purpose, was_hit, marks, person, "
    "particulars,"
    "       name, postcode, household, case_reference"
    " from search"
    " where authority = $1 and actor = $2 and day > $3 and day <= $4"
    "   and at > ($3 - 1)::timestamp at time zone 'UTC'"
    "   and at < ($4 + 2)::timestamp at time zone 'UTC'"
    " order by at desc, check_id limit $5"};

// Alone, nobody's interest in somebody is a pattern.
constexpr Statement select_of_person{
    "select_searches_of_person",
    "with wanted as ("
    "  select person from search where person = any($1) and day > $2 and day <= $3"
    "  group by person having count(*) >= 3)"
    " select authority, check_id, actor, at, day, hour, purpose, was_hit, marks, person, "
    "particulars,"
    "       name, postcode, household, case_reference"
    " from search where person in (select person from wanted) and day > $2 and day <= $3"
    " order by person"};

constexpr Statement select_people{"select_people_of_days",
                                  "select count(distinct person) from search"
                                  " where authority = $1 and day > $2 and day < $3"
                                  " group by actor, day"};
constexpr Statement select_hours{"select_hours_of_days",
                                 "select day, hour, count(*) from search"
                                 " where authority = $1 and day > $2 and day < $3"
                                 "   and purpose <> 'in_term'"
                                 " group by day, hour"};

constexpr Statement insert_flag{
    "insert_misuse_flag",
    "insert into misuse_flag (authority, id, raised_at, day, pattern, actor, sentence, checks)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8)"
    " on conflict (authority, pattern, actor, day) do update"
    " set sentence = excluded.sentence, checks = excluded.checks where misuse_flag.outcome is "
    "null"};

int hour_in_uk(core::Instant at) {
  return std::stoi(core::uk_time_text(at).substr(0, 2));
}

std::int64_t as_signed(domain::Trait trait) {
  return static_cast<std::int64_t>(trait);
}

domain::Trait trait_at(const Rows& rows, int row, int column) {
  return static_cast<domain::Trait>(rows.at<std::int64_t>(row, column));
}

domain::Purpose purpose_at(const Rows& rows, int row, int column) {
  return domain::purpose_named(rows.at<std::string>(row, column))
      .value_or(domain::Purpose::new_application);
}

std::vector<domain::Search> searches_in(const Rows& rows) {
  std::vector<domain::Search> searches;
  searches.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) {
    domain::Search one;
    one.authority = rows.at<std::string>(i, 0);
    one.check = rows.at<core::Uuid>(i, 1);
    one.actor = rows.at<std::string>(i, 2);
    one.at = rows.at<core::Instant>(i, 3);
    one.day = rows.at<core::Date>(i, 4);
    one.hour = rows.at<std::int16_t>(i, 5);
    one.purpose = purpose_at(rows, i, 6);
    one.was_hit = rows.at<bool>(i, 7);
    set_marks(rows.at<std::int16_t>(i, 8), one.traits);
    one.traits.person = trait_at(rows, i, 9);
    one.traits.particulars = trait_at(rows, i, 10);
    one.traits.name = trait_at(rows, i, 11);
    one.traits.postcode = trait_at(rows, i, 12);
    one.traits.household = trait_at(rows, i, 13);
    one.traits.case_reference = trait_at(rows, i, 14);
    searches.push_back(std::move(one));
  }
  return searches;
}

// Of the leaves that are checks and were not erased since.
std::vector<domain::Search> new_searches(const Rows& rows) {
  std::vector<domain::Search> searches;
  for (int i = 0; i < rows.size(); ++i) {
    domain::Search one;
    if (rows.is_null(i, 7) || !read_traits_content(rows.raw(i, 7), one.traits)) continue;
    one.authority = rows.at<std::string>(i, 1);
    one.check = rows.at<core::Uuid>(i, 2);
    one.actor = rows.at<std::string>(i, 3);
    one.at = rows.at<core::Instant>(i, 4);
    one.day = core::uk_date(one.at);
    one.hour = hour_in_uk(one.at);
    one.purpose = purpose_at(rows, i, 5);
    const auto outcome = rows.at<std::string>(i, 6);
    one.was_hit = outcome == "match" || outcome == "possible_match";
    searches.push_back(std::move(one));
  }
  return searches;
}

core::Result<void> insert(Session& session, const std::vector<domain::Search>& searches) {
  Column<std::string_view> authority, actor, purpose;
  Column<core::Uuid> check;
  Column<core::Instant> at;
  Column<core::Date> day;
  Column<std::int16_t> hour, marks;
  Column<bool> was_hit;
  Column<std::int64_t> person, particulars, name, postcode, household, case_reference;
  for (const auto& one : searches) {
    authority.add(one.authority);
    check.add(one.check);
    actor.add(one.actor);
    at.add(one.at);
    day.add(one.day);
    hour.add(static_cast<std::int16_t>(one.hour));
    purpose.add(name_of(one.purpose));
    was_hit.add(one.was_hit);
    marks.add(marks_of(one.traits));
    person.add(as_signed(one.traits.person));
    particulars.add(as_signed(one.traits.particulars));
    name.add(as_signed(one.traits.name));
    postcode.add(as_signed(one.traits.postcode));
    household.add(as_signed(one.traits.household));
    case_reference.add(as_signed(one.traits.case_reference));
  }
  Parameters parameters;
  parameters.add(authority).add(check).add(actor).add(at).add(day).add(hour).add(purpose);
  parameters.add(was_hit).add(marks).add(person).add(particulars).add(name).add(postcode);
  parameters.add(household).add(case_reference);
  if (auto done = session.run(insert_search, parameters); !done) return done.error();
  return {};
}

core::Result<void> keep(Session& session, const domain::Flag& flag, const core::Uuid& id,
                        core::Instant now) {
  Column<core::Uuid> checks;
  for (const auto& check : flag.checks)
    checks.add(check);
  Parameters parameters;
  parameters.text(flag.authority).add(id).add(now).add(flag.day).text(name_of(flag.pattern));
  parameters.text(flag.actor).text(flag.sentence).add(checks);
  if (auto done = session.run(insert_flag, parameters); !done) return done.error();
  return {};
}

}  // namespace

core::Result<Session*> SqlMisuseWatch::session() {
  if (session_ && session_->is_usable()) return session_.get();
  session_.reset();
  auto opened = context_.open(Role::misuse);
  if (!opened) return opened.error();
  session_ = std::move(*opened);
  return session_.get();
}

core::Result<ports::MisuseStep> SqlMisuseWatch::step(std::size_t most, core::Instant now,
                                                     const ports::MisuseJudge& judge) {
  auto open = session();
  if (!open) return open.error();
  auto& its = **open;
  if (auto begun = its.script("begin", "begin isolation level read committed"); !begun)
    return begun.error();
  auto done = step_in(its, most, now, judge);
  if (!done) {
    its.rollback();
    return done;
  }
  if (auto committed = its.commit(); !committed) return committed.error();
  return done;
}

core::Result<ports::MisuseStep> SqlMisuseWatch::step_in(Session& session, std::size_t most,
                                                        core::Instant now,
                                                        const ports::MisuseJudge& judge) {
  ports::MisuseStep step;
  const auto key = lock_key(context_.sealer, "misuse", "");
  auto locked = session.run(take_lock, Parameters().add(key));
  if (!locked) return locked.error();
  step.mine = locked->at<bool>(0, 0);
  if (!step.mine) return step;
  auto position = session.run(select_position);
  if (!position) return position.error();
  const auto from = position->at<std::int64_t>(0, 0);
  auto rows = session.run(select_new, Parameters().add(from).add(static_cast<std::int64_t>(most)));
  if (!rows) return rows.error();
  step.leaves = static_cast<std::size_t>(rows->size());
  if (rows->empty()) return step;

  const auto end = rows->at<std::int64_t>(rows->size() - 1, 0) + 1;
  const auto searches = new_searches(*rows);
  if (auto kept = insert(session, searches); !kept) return kept.error();
  if (auto seen = session.run(insert_sights, Parameters().add(from).add(end)); !seen)
    return seen.error();
  auto flags = judge_actors(session, searches, judge);
  if (!flags) return flags.error();
  auto more = judge_people(session, searches, judge);
  if (!more) return more.error();
  flags->insert(flags->end(), more->begin(), more->end());
  for (const auto& flag : *flags)
    if (auto kept = keep(session, flag, context_.new_id(), now); !kept) return kept.error();
  step.flags = flags->size();
  auto moved = session.run(move_position, Parameters().add(from).add(end));
  if (!moved) return moved.error();
  if (moved->affected() != 1)
    return core::Error(core::Errc::conflict, "Another daemon has taken these leaves.");
  return step;
}

core::Result<std::vector<domain::Flag>> SqlMisuseWatch::judge_actors(
    Session& session, const std::vector<domain::Search>& searches,
    const ports::MisuseJudge& judge) {
  std::set<std::tuple<std::string, std::string, core::Date>> days;
  for (const auto& one : searches)
    days.emplace(one.authority, one.actor, one.day);
  std::vector<domain::Flag> flags;
  for (const auto& [authority, actor, day] : days) {
    auto its_peers = peers(session, {authority, day});
    if (!its_peers) return its_peers.error();
    auto rows = session.run(select_of_actor, Parameters()
                                                 .text(authority)
                                                 .text(actor)
                                                 .add(day.plus_days(-domain::days_of_actor))
                                                 .add(day)
                                                 .add(most_searches));
    if (!rows) return rows.error();
    const auto found = judge.of_actor({.day = day,
                                       .his = searches_in(*rows),
                                       .people_of_days = (*its_peers)->people_of_days,
                                       .hours = (*its_peers)->hours});
    flags.insert(flags.end(), found.begin(), found.end());
  }
  return flags;
}

core::Result<std::vector<domain::Flag>> SqlMisuseWatch::judge_people(
    Session& session, const std::vector<domain::Search>& searches,
    const ports::MisuseJudge& judge) {
  std::map<core::Date, std::set<domain::Trait>> days;
  for (const auto& one : searches)
    if (one.traits.person != 0) days[one.day].insert(one.traits.person);
  std::vector<domain::Flag> flags;
  for (const auto& [day, people] : days) {
    Column<std::int64_t> wanted;
    for (const auto person : people)
      wanted.add(as_signed(person));
    auto rows =
        session.run(select_of_person,
                    Parameters().add(wanted).add(day.plus_days(-domain::days_of_person)).add(day));
    if (!rows) return rows.error();
    ports::PersonDay one{.day = day, .searches = {}};
    const auto all = searches_in(*rows);
    for (std::size_t i = 0; i < all.size(); ++i) {
      one.searches.push_back(all[i]);
      if (i + 1 < all.size() && all[i + 1].traits.person == all[i].traits.person) continue;
      const auto found = judge.of_person(one);
      flags.insert(flags.end(), found.begin(), found.end());
      one.searches.clear();
    }
  }
  return flags;
}

core::Result<const SqlMisuseWatch::Peers*> SqlMisuseWatch::peers(Session& session, const Day& day) {
  if (const auto known = peers_.find(day); known != peers_.end()) return &known->second;
  if (peers_.size() > most_days_known) peers_.clear();
  const auto parameters = [&] {
    return Parameters()
        .text(day.first)
        .add(day.second.plus_days(-domain::days_of_actor))
        .add(day.second);
  };
  auto people = session.run(select_people, parameters());
  if (!people) return people.error();
  auto hours = session.run(select_hours, parameters());
  if (!hours) return hours.error();
  Peers peers;
  for (int i = 0; i < people->size(); ++i)
    peers.people_of_days.push_back(static_cast<int>(people->at<std::int64_t>(i, 0)));
  for (int i = 0; i < hours->size(); ++i)
    peers.hours.push_back({.day = hours->at<core::Date>(i, 0),
                           .hour = hours->at<std::int16_t>(i, 1),
                           .searches = static_cast<int>(hours->at<std::int64_t>(i, 2))});
  return &(peers_[day] = std::move(peers));
}

}  // namespace badgewatch::store
