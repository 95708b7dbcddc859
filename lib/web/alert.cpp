#include "web/alert.hpp"

#include "core/json_writer.hpp"
#include "web/ask.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/stale.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

SummaryList facts_of(const Answer& alert) {
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value,
                       const std::string& href = {}) {
    if (!value.empty()) list.rows.push_back({std::string(key), value, href});
  };
  const auto entry = alert["entry"];
  const auto duty = alert["duty"];
  add(say("alerts.when"), time_text(alert["raised_at"].text()));
  add(say("alerts.state"), say_of("alert_state.", alert["state"].text()));
  add(say("alert.licence"), alert["licence_number"].text());
  add(say("alert.entry"), say_of("entry_type.", entry["type"].text()),
      place_of(entry["type"].text(), entry["id"].text()));
  add(say("alert.band"), say_of("band.", alert["band"].text()));
  add(say("alert.change"),
      alert["change"].is_there()
          ? say("alerts.change", {{"change", say_of("change.", alert["change"].text())},
                                  {"day", day_text(alert["changed_on"].text())}})
          : std::string());
  if (duty.is_there())
    add(say("home.duty"), say_of("duty.", duty["kind"].text()),
        place_of(duty["about"]["type"].text(), duty["about"]["id"].text()));
  add(say("home.due"), day_text(alert["due_on"].text()));
  add(say("alert.check"), alert["check"].is_there() ? std::string(say("alert.check.open")) : "",
      place_of("check", alert["check"].text()));
  add(say("alert.request"),
      alert["request"].is_there() ? std::string(say("alert.request.open")) : "",
      place_of(alert["kind"].text().starts_with("rectification_") ? "rectification_request"
                                                                  : "disclosure_request",
               alert["request"].text()));
  return list;
}

Table history_of(const core::JsonArray& history) {
  Table table{.caption = std::string(say("alert.history")),
              .head = {{std::string(say("history.when"))},
                       {std::string(say("history.what"))},
                       {std::string(say("history.who"))},
                       {std::string(say("history.note"))}},
              .rows = {}};
  for (const auto& item : history) {
    const JsonView step(item);
    table.rows.push_back({{time_text(step["at"].text())},
                          {say_of("alert_state.", step["state"].text())},
                          {step["by"].text()},
                          {step["note"].text()}});
  }
  return table;
}

Part change_form(const Visit& visit, const Answer& alert, const FormErrors& errors) {
  Radios radios{.name = "change",
                .legend = std::string(say("alert.do")),
                .choices = {},
                .chosen = visit.typed("change"),
                .error = errors.of("change"),
                .legend_classes = "govuk-fieldset__legend--m"};
  for (const auto& possible : alert["possible"].items()) {
    const auto word = JsonView(possible).text();
    radios.choices.push_back(
        {word, say_of("alert_change.", word), say_of("alert_change_hint.", word)});
  }
  return component(
      visit, PostForm{.action = address_of("/alerts/{id}/changes", {visit.path.at("id")}),
                      .fields = {steps_shown(alert["history"].items()), component(radios),
                                 component(TextArea{.name = "note",
                                                    .label = std::string(say("alert.note")),
                                                    .value = visit.typed("note"),
                                                    .error = errors.of("note"),
                                                    .hint = std::string(say("alert.note.hint")),
                                                    .rows = 3})},
                      .button = std::string(say("alert.button")),
                      .once = false});
}

http::Response page(const Visit& visit, int status, const Answer& alert, const FormErrors& errors) {
  const auto kind = alert["kind"].text();
  Sheet sheet;
  sheet.errors(errors).title(say_of("alert.", kind)).list(facts_of(alert));
  sheet.heading(say("alert.next")).text(say_of("alert_next.", kind));
  // The licence's page fills the boxes of a check by one press; its number stands in no address.
  if (kind == "licensee_matched" && visit.may("POST", "/v1/checks"))
    sheet.add(component(
        visit, PostForm{.action = "/drivers",
                        .fields = {hidden("licence_number", alert["licence_number"].text())},
                        .button = std::string(say("alert.check_them")),
                        .button_classes = "govuk-button--secondary",
                        .once = false}));
  const auto recorder = alert["entry"]["recording_authority"].text();
  const auto entry = alert["entry"]["id"].text();
  if (!recorder.empty() && !is_ours(visit, recorder, entry))
    sheet.heading(say("contact.title")).list(contact_of(visit, recorder, entry));
  sheet.table(history_of(alert["history"].items()), say("alert.history.none"));
  if (!alert["possible"].items().empty() && visit.may("POST", "/v1/alerts/{id}/changes"))
    sheet.add(change_form(visit, alert, errors));
  sheet.link("/alerts", say("alert.back"));
  return show(visit, status,
              {.title = say_of("alert.", kind),
               .content = std::move(sheet).take(),
               .active = "/alerts",
               .has_errors = !errors.empty()});
}

Answer read_alert(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/alerts/{id}", {visit.path.at("id")})});
}

}  // namespace

http::Response show_alert(const Visit& visit) {
  const auto alert = read_alert(visit);
  return alert.is_good() ? page(visit, 200, alert, {}) : refusal(visit, alert);
}

http::Response do_alert_change(const Visit& visit) {
  const auto alert = read_alert(visit);
  if (!alert.is_good()) return refusal(visit, alert);
  FormErrors errors;
  if (is_stale(visit, alert["history"].items(), "by")) {
    errors.add("", stale_text(JsonView(alert["history"].items().back()), "by", "at"));
    return page(visit, 409, alert, errors);
  }
  if (visit.typed("change").empty()) {
    errors.add("change", std::string(say("alert.change.missing")));
    return page(visit, 422, alert, errors);
  }
  core::JsonWriter body;
  body.begin_object().member("change", visit.typed("change"));
  const auto note = one_line(visit.typed("note"));
  if (!note.empty()) body.member("note", note);
  const auto answer =
      ask(visit, {.method = "POST",
                  .path = address_of("/v1/alerts/{id}/changes", {visit.path.at("id")}),
                  .body = std::move(body.end_object()).take()});
  if (answer.is_good()) return go_to("/alerts/" + id_in(visit, "id"));
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  errors.take(answer, {{"/change", "change", std::string(say("alert.do"))},
                       {"/note", "note", std::string(say("alert.note")),
                        std::string(say("alert.note.missing"))}});
  const auto now = read_alert(visit);
  return now.is_good() ? page(visit, answer.status, now, errors) : refusal(visit, now);
}

}  // namespace badgewatch::web
