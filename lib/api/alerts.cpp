#include "api/alerts.hpp"

#include "api/answers.hpp"
#include "api/cursor.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 500;

void write_or_null(core::JsonWriter& out, const std::string& text) {
  if (text.empty())
    out.value(nullptr);
  else
    out.value(text);
}

void write_alert(core::JsonWriter& out, const ports::Alert& alert) {
  out.begin_object().member("id", alert.id.text());
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
  out.end_object();
}

}  // namespace

http::Response get_alerts(Context& context, const Call& call) {
  const auto after = cursor_of(call.request.head);
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

}  // namespace badgewatch::api
