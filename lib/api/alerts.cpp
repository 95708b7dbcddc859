#include "api/alerts.hpp"

#include "api/answers.hpp"
#include "api/cursor.hpp"
#include "app/check_answer.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "domain/succession.hpp"
#include "http/query.hpp"

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 500;
constexpr std::size_t longest_note = 2000;

void write_or_null(core::JsonWriter& out, const std::string& text) {
  if (text.empty())
    out.value(nullptr);
  else
    out.value(text);
}

void write_alert(core::JsonWriter& out, const ports::Alert& alert) {
  out.member("id", alert.id.text()).member("number", alert.number);
  out.member("raised_at", core::to_text(alert.raised_at));
  out.member("kind", domain::name_of(alert.kind)).member("state", domain::name_of(alert.state));
  out.key("licence_number");
  write_or_null(out, alert.licence_number);
  out.key("entry").begin_object().member("type", alert.entry_type);
  out.member("id", alert.entry.text());
  out.member("recording_authority", alert.recording_authority).end_object();
  out.key("band");
  write_or_null(out, alert.band);
  out.key("probability");
  if (alert.band.empty())
    out.value(nullptr);
  else
    out.value(alert.probability, 4);
  if (alert.check) out.member("check", alert.check->text());
  if (!alert.check_case.empty()) out.member("case", alert.check_case);
  const bool is_of_duty = alert.kind == domain::AlertKind::duty_due;
  if (!alert.change.empty()) out.member(is_of_duty ? "notice" : "change", alert.change);
  if (alert.changed_on) out.member(is_of_duty ? "due_on" : "changed_on", alert.changed_on->iso());
  if (alert.duty) {
    out.key("duty").begin_object().member("kind", domain::name_of(alert.duty->kind));
    out.key("about").begin_object().member("type", alert.duty->about.type);
    out.member("id", alert.duty->about.id.text()).end_object();
    out.member("escalates_to", domain::escalates_to(alert.duty->kind)).end_object();
  }
  if (alert.request) out.member("request", alert.request->text());
}

void write_alerts(core::JsonWriter& out, const std::vector<ports::Alert>& alerts) {
  out.key("alerts").begin_array();
  for (const auto& alert : alerts) {
    out.begin_object();
    write_alert(out, alert);
    out.end_object();
  }
  out.end_array();
}

// `whose`: the authority that is told. Whom to ask about an entry for which another one acts.
http::Response alert_answer(const Context& context, const std::string& whose,
                            const ports::AlertInFull& found) {
  core::JsonWriter out;
  out.begin_object();
  write_alert(out, found.alert);
  const auto reference = context.reference.get();
  const auto& recorded_by = found.alert.recording_authority;
  const auto* authority =
      domain::acting_for(reference->authorities, recorded_by, context.today(), found.alert.entry);
  if (authority != nullptr && authority->code != whose) app::write_ask(out, authority->ask);
  out.key("possible").begin_array();
  for (const auto change : domain::possible_changes(found.alert.state))
    out.value(domain::name_of(change));
  out.end_array().key("history").begin_array();
  for (const auto& one : found.history) {
    out.begin_object().member("change", domain::name_of(one.change));
    out.member("state", domain::name_of(one.state)).member("at", core::to_text(one.at));
    out.member("by", one.by.empty() ? one.actor : one.by).key("note");
    write_or_null(out, one.note);
    out.end_object();
  }
  out.end_array().end_object();
  return json_answer(200, std::move(out).take());
}

// "raised,seen": one or several words of a list.
template <class Value, class Named>
core::Result<std::vector<Value>> read_words(std::optional<std::string_view> text,
                                            std::string_view name, Named&& named) {
  std::vector<Value> values;
  if (!text) return values;
  for (const auto word : core::split(*text, ',')) {
    const auto value = named(word);
    if (!value)
      return core::Error(
          core::Errc::malformed,
          "`" + std::string(name) + "` must be words of its list, parted by commas.");
    values.push_back(*value);
  }
  return values;
}

core::Result<ports::AlertQuery> read_query(const http::RequestHead& head) {
  const auto given = http::parse_query(head.query, {"after", "before", "limit", "state", "kind"});
  if (!given) return given.error();
  ports::AlertQuery query;
  const auto limit = read_limit(given->find("limit"), {.usual = page, .most = page});
  if (!limit) return limit.error();
  query.limit = *limit;
  const auto before = given->find("before");
  if (before && given->find("after"))
    return core::Error(core::Errc::malformed, "Of `after` and `before` one is given.");
  if (before) {
    const auto number = read_cursor(*before);
    if (!number)
      return core::Error(core::Errc::malformed, "`before` must be the number of an alert.");
    query.before = *number;
  } else if (const auto after = given->find("after")) {
    const auto number = read_cursor(*after);
    if (!number) return number.error();
    query.after = *number;
  }
  auto states =
      read_words<domain::AlertState>(given->find("state"), "state", domain::alert_state_named);
  if (!states) return states.error();
  query.states = std::move(*states);
  auto kinds = read_words<domain::AlertKind>(given->find("kind"), "kind", domain::alert_kind_named);
  if (!kinds) return kinds.error();
  query.kinds = std::move(*kinds);
  return query;
}

}  // namespace

http::Response get_alerts(Context& context, const Call& call) {
  const auto query = read_query(call.request.head);
  if (!query) return http::problem(query.error());
  const auto alerts = context.alert_work.list(call.caller(), *query);
  if (!alerts) return http::problem(alerts.error());
  core::JsonWriter out;
  write_alerts(out.begin_object(), *alerts);
  const auto from = query->before.value_or(query->after);
  out.member("next", alerts->empty() ? from : alerts->back().number);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_licence_alerts(Context& context, const Call& call) {
  const auto record = context.records.read_licence(call.caller(), call.path.at("licence_number"));
  if (!record) return http::problem(record.error());
  const auto alerts = context.alert_work.of_licence(call.caller(), record->id, page);
  if (!alerts) return http::problem(alerts.error());
  core::JsonWriter out;
  write_alerts(out.begin_object(), *alerts);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_alert_counts(Context& context, const Call& call) {
  const auto counts = context.alert_work.counts(call.caller());
  if (!counts) return http::problem(counts.error());
  core::JsonWriter out;
  out.begin_object().key("counts").begin_array();
  for (const auto& one : *counts) {
    out.begin_object().member("kind", domain::name_of(one.kind));
    out.member("state", domain::name_of(one.state)).member("count", one.count);
    out.member("oldest_raised_at", core::to_text(one.oldest_raised_at)).end_object();
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response get_alert(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(ports::no_alert());
  const auto alert = context.alert_work.find(call.caller(), *id);
  if (!alert) return http::problem(alert.error());
  return alert_answer(context, call.caller().authority, *alert);
}

http::Response post_alert_change(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(ports::no_alert());
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto wanted = reader.choice("change", {"see", "acknowledge", "act", "dismiss"});
  const auto change = wanted ? domain::alert_changes.at(*wanted) : domain::AlertChange::see;
  auto note = domain::needs_note(change)
                  ? reader.string("note", longest_note)
                  : reader.optional_string("note", longest_note).value_or("");
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto alert = context.alert_work.change(call.caller(), *id, change, std::move(note));
  if (!alert) return http::problem(alert.error());
  return alert_answer(context, call.caller().authority, *alert);
}

}  // namespace badgewatch::api
