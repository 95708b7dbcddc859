#include "store/alert_desk.hpp"

#include "core/json.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "store/alert_rows.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {

namespace {

const std::string such_alerts =
    " and (cardinality($4::text[]) = 0 or a.state = any($4))"
    " and (cardinality($5::text[]) = 0 or a.kind = any($5))";
const std::string list_alerts_sql = std::string(alert_columns) +
                                    " where a.authority = $1 and a.number > $2" + such_alerts +
                                    " order by a.number limit $3";
const std::string list_newest_sql = std::string(alert_columns) +
                                    " where a.authority = $1 and a.number < $2" + such_alerts +
                                    " order by a.number desc limit $3";
const std::string of_licence_sql = std::string(alert_columns) +
                                   " where a.authority = $1 and a.licence = $2"
                                   " order by a.number desc limit $3";
constexpr Statement count_alerts{"count_alerts",
                                 "select kind, state, alerts, oldest_raised_at"
                                 " from alert_counts()"};
const std::string find_alert_sql =
    std::string(alert_columns) + " where a.authority = $1 and a.id = $2";

constexpr Statement select_changes{
    "select_alert_changes",
    "select number, change, state, at, actor, key_version, data_key, content from alert_change"
    " where authority = $1 and alert = $2 order by number"};
// One change after the other: the second is judged by what the first has left.
constexpr Statement lock_alert{
    "lock_alert", "select state from alert where authority = $1 and id = $2 for update"};
constexpr Statement update_state{"update_alert_state",
                                 "update alert set state = $3 where authority = $1 and id = $2"};
constexpr Statement insert_change{
    "insert_alert_change",
    "insert into alert_change (authority, alert, number, change, state, at, actor, key_version,"
    "                          data_key, content)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Statement tell_changed{"tell_alert_changed", "select tell_alert_changed($1, $2, $3, $4)"};

SealedPlace place_of(std::string_view authority, const core::Uuid& alert, std::int64_t number) {
  return {.table = "alert_change", .authority = authority, .id = alert, .version = number};
}

constexpr Statement close_clock{"close_alert_clock",
                                "select close_duties($1, 'acknowledge_alert', 'alert', $2, $3)"};

core::Error unreadable() {
  return {core::Errc::internal, "A stored record cannot be read."};
}

core::Result<void> open_words(const Rows& rows, int row, const Sealer& sealer,
                              const SealedPlace& place, ports::AlertChangeMade& made) {
  if (rows.is_null(row, 6)) return {};
  const auto content =
      sealer.open(rows.raw(row, 6), rows.at<std::int16_t>(row, 5), place, rows.raw(row, 7));
  if (!content) return content.error();
  const auto json = core::parse_json(*content);
  if (!json) return unreadable();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  made.by = reader.optional_string("by").value_or("");
  made.note = reader.optional_string("note", 4'000).value_or("");
  if (!problems.empty()) return unreadable();
  return {};
}

bool is_same(const ports::AlertChangeMade& one, const ports::AlertChangeMade& other) {
  return one.change == other.change && one.actor == other.actor && one.note == other.note;
}

}  // namespace

core::Result<std::vector<ports::Alert>> SqlAlertDesk::list(const ports::Caller& caller,
                                                           const ports::AlertQuery& query) {
  static const Statement list_alerts{"list_alerts", list_alerts_sql.c_str()};
  static const Statement list_newest{"list_newest_alerts", list_newest_sql.c_str()};
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::Alert>> {
        Column<std::string_view> states, kinds;
        for (const auto state : query.states)
          states.add(name_of(state));
        for (const auto kind : query.kinds)
          kinds.add(name_of(kind));
        Parameters parameters;
        parameters.text(caller.authority).add(query.before.value_or(query.after));
        parameters.add(static_cast<std::int64_t>(query.limit)).add(states).add(kinds);
        auto rows = session.run(query.before ? list_newest : list_alerts, parameters);
        if (!rows) return rows.error();
        auto alerts = read_alerts(*rows, context_.sealer);
        if (alerts && alerts->empty() && !query.before)
          if (auto given = check_given(session, caller, query.after, Numbers::of_alerts); !given)
            return given.error();
        return alerts;
      });
}

core::Result<std::vector<ports::Alert>> SqlAlertDesk::of_licence(const ports::Caller& caller,
                                                                 const core::Uuid& licence,
                                                                 std::size_t limit) {
  static const Statement alerts_of_licence{"alerts_of_licence", of_licence_sql.c_str()};
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::Alert>> {
        Parameters parameters;
        parameters.text(caller.authority).add(licence).add(static_cast<std::int64_t>(limit));
        auto rows = session.run(alerts_of_licence, parameters);
        if (!rows) return rows.error();
        return read_alerts(*rows, context_.sealer);
      });
}

core::Result<std::vector<ports::AlertCount>> SqlAlertDesk::counts(const ports::Caller& caller) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::AlertCount>> {
        auto rows = session.run(count_alerts);
        if (!rows) return rows.error();
        std::vector<ports::AlertCount> counts;
        for (int i = 0; i < rows->size(); ++i) {
          const auto kind = domain::alert_kind_named(rows->at<std::string>(i, 0));
          const auto state = domain::alert_state_named(rows->at<std::string>(i, 1));
          if (!kind || !state) return unreadable();
          counts.push_back(
              {*kind, *state, rows->at<std::int64_t>(i, 2), rows->at<core::Instant>(i, 3)});
        }
        return counts;
      });
}

core::Result<ports::AlertInFull> SqlAlertDesk::read(Session& session, const ports::Caller& caller,
                                                    const core::Uuid& id) {
  static const Statement find_alert{"find_alert", find_alert_sql.c_str()};
  const auto parameters = Parameters().text(caller.authority).add(id);
  auto rows = session.run(find_alert, parameters);
  if (!rows) return rows.error();
  if (rows->empty()) return ports::no_alert();
  ports::AlertInFull found;
  auto alert = read_alert(*rows, 0, context_.sealer);
  if (!alert) return alert.error();
  found.alert = std::move(*alert);
  auto changes = session.run(select_changes, parameters);
  if (!changes) return changes.error();
  for (int i = 0; i < changes->size(); ++i) {
    ports::AlertChangeMade made;
    const auto change = domain::alert_change_named(changes->at<std::string>(i, 1));
    const auto state = domain::alert_state_named(changes->at<std::string>(i, 2));
    if (!change || !state) return unreadable();
    made.change = *change;
    made.state = *state;
    made.at = changes->at<core::Instant>(i, 3);
    made.actor = changes->at<std::string>(i, 4);
    const auto place = place_of(caller.authority, id, changes->at<std::int64_t>(i, 0));
    if (auto opened = open_words(*changes, i, context_.sealer, place, made); !opened)
      return opened.error();
    found.history.push_back(std::move(made));
  }
  return found;
}

core::Result<ports::AlertInFull> SqlAlertDesk::find(const ports::Caller& caller,
                                                    const core::Uuid& id) {
  return as_authority(context_, caller,
                      [&](Session& session) { return read(session, caller, id); });
}

core::Result<void> SqlAlertDesk::write(Session& session, const ports::Caller& caller,
                                       const core::Uuid& id, const ports::AlertChangeMade& made,
                                       std::int64_t number) {
  Parameters state;
  state.text(caller.authority).add(id).text(name_of(made.state));
  if (auto done = session.run(update_state, state); !done) return done.error();
  core::JsonWriter words;
  words.begin_object().member("by", made.by).member("note", made.note).end_object();
  const auto sealed =
      context_.sealer.seal_new(place_of(caller.authority, id, number), words.text());
  Parameters change;
  change.text(caller.authority).add(id).add(number).text(name_of(made.change));
  change.text(name_of(made.state)).add(made.at).text(made.actor).add(sealed.key_version);
  change.bytes(sealed.data_key).bytes(sealed.content);
  if (auto done = session.run(insert_change, change); !done) return done.error();
  Parameters told;
  told.add(id).text(name_of(made.change)).text(name_of(made.state)).add(made.at);
  if (auto done = session.run(tell_changed, told); !done) return done.error();
  if (made.state == domain::AlertState::seen) return {};
  Parameters clock;
  clock.text(caller.authority).add(id).add(core::uk_date(made.at));
  if (auto done = session.run(close_clock, clock); !done) return done.error();
  return {};
}

core::Result<ports::AlertInFull> SqlAlertDesk::change(const ports::Caller& caller,
                                                      const core::Uuid& id,
                                                      const ports::AlertChangeMade& wanted,
                                                      const proof::Leaf& leaf) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<ports::AlertInFull> {
    auto locked = session.run(lock_alert, Parameters().text(caller.authority).add(id));
    if (!locked) return locked.error();
    auto alert = read(session, caller, id);
    if (!alert) return alert;
    if (!alert->history.empty() && is_same(alert->history.back(), wanted)) return alert;
    const auto state = domain::after(alert->alert.state, wanted.change);
    if (!state) return domain::not_possible(alert->alert.state);
    auto made = wanted;
    made.state = *state;
    const auto number = static_cast<std::int64_t>(alert->history.size()) + 1;
    if (auto done = write(session, caller, id, made, number); !done) return done.error();
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    alert->alert.state = *state;
    alert->history.push_back(std::move(made));
    return alert;
  });
}

}  // namespace badgewatch::store
