#include "api/alerts.hpp"

#include "api/answers.hpp"
#include "core/json_writer.hpp"
#include "http/query.hpp"

#include <charconv>

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 500;

// `?after=`: the number behind which to go on; left out, from the start.
core::Result<std::int64_t> cursor_of(const http::Request& request) {
  const auto query = http::parse_query(request.head.query, {"after"});
  if (!query) return query.error();
  const auto text = query->find("after");
  if (!text) return std::int64_t{0};
  std::int64_t after = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), after);
  if (error != std::errc() || end != text->data() + text->size() || after < 0 || text->empty())
    return ports::never_given();
  return after;
}

void write_alert(core::JsonWriter& out, const ports::Alert& alert) {
  out.begin_object().member("id", alert.id.text());
  out.member("raised_at", core::to_text(alert.raised_at));
  out.member("kind", domain::name_of(alert.kind)).member("state", domain::name_of(alert.state));
  out.member("licence_number", alert.licence_number);
  out.key("entry").begin_object().member("type", alert.entry_type);
  out.member("id", alert.entry.text());
  out.member("recording_authority", alert.recording_authority).end_object();
  if (!alert.band.empty()) {
    out.member("band", alert.band);
    out.key("probability").value(alert.probability, 4);
  }
  out.end_object();
}

}  // namespace

http::Response get_alerts(Context& context, const Call& call) {
  const auto after = cursor_of(call.request);
  if (!after) return http::problem(after.error());
  const auto alerts = context.inbox.alerts(call.caller(), *after, page);
  if (!alerts) return http::problem(alerts.error());
  auto logged = context.trace.listed(call.caller(), "alerts_listed", *after, alerts->size());
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object().key("alerts").begin_array();
  for (const auto& alert : *alerts)
    write_alert(out, alert);
  out.end_array().member("next", alerts->empty() ? *after : alerts->back().number);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_events(Context& context, const Call& call) {
  const auto after = cursor_of(call.request);
  if (!after) return http::problem(after.error());
  const auto events = context.inbox.events(call.caller(), *after, page);
  if (!events) return http::problem(events.error());
  auto logged = context.trace.listed(call.caller(), "events_listed", *after, events->size());
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object().key("events").begin_array();
  for (const auto& event : *events) {
    out.begin_object().member("seq", event.seq).member("type", event.type);
    out.member("at", core::to_text(event.at)).key("data").raw(event.data).end_object();
  }
  out.end_array().member("next", events->empty() ? *after : events->back().seq);
  return json_answer(200, std::move(out.end_object()).take());
}

}  // namespace badgewatch::api
