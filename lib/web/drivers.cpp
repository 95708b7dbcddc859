#include "web/drivers.hpp"

#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/form_errors.hpp"
#include "web/messages.hpp"
#include "web/person_fields.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

Part licence_list(const Answer& licence) {
  const auto holder = licence["holder"];
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) list.rows.push_back({std::string(key), value});
  };
  add(say("drivers.number"), licence["licence_number"].text());
  add(say("drivers.class"), say_of("licence_class.", licence["class"].text()));
  add(say("drivers.status"), say_of("licence_status.", licence["status"].text()));
  add(say("drivers.granted_on"), day_text(licence["granted_on"].text()));
  add(say("drivers.expires_on"), day_text(licence["expires_on"].text()));
  add(say_of("field.", "date_of_birth"), day_text(holder["date_of_birth"].text()));
  add(say_of("field.", "national_insurance_number"), holder["national_insurance_number"].text());
  add(say_of("field.", "driving_licence_number"),
      holder["driving_licence_number"]["number"].text());
  add(say_of("field.", "address"), addresses_text(holder));
  add(say_of("field.", "email"), holder["contact"]["email"].text());
  add(say_of("field.", "telephone"), holder["contact"]["telephone"].text());
  add(say("drivers.version"), std::to_string(licence["version"].integer()));
  return component(list);
}

// What the register has found about that licence, newest first.
Table table_of(const JsonView& alerts) {
  Table table{.caption = std::string(say("drivers.alerts")),
              .head = {{std::string(say("alerts.when"))},
                       {std::string(say("alerts.what"))},
                       {std::string(say("alerts.state"))}},
              .rows = {}};
  for (const auto& item : alerts.items()) {
    const JsonView alert(item);
    table.rows.push_back({{time_text(alert["raised_at"].text())},
                          {.text = say_of("alert.", alert["kind"].text()),
                           .href = "/alerts/" + alert["id"].text(),
                           .new_tab = true},
                          {say_of("alert_state.", alert["state"].text())}});
  }
  return table;
}

// The check form with the boxes filled in, by one press.
void add_check(const Visit& visit, Values& found, const JsonView& holder) {
  Values check;
  check.add("TOKEN", form_token(visit));
  for (const auto& [name, text] : typed_of(holder)) {
    if (text.empty()) continue;
    Part field("hidden");
    field.set("NAME", name).set("VALUE", text);
    check.add("FIELD", std::move(field));
  }
  check.add("BUTTON",
            component(Button{
                .text = std::string(say("drivers.check")), .name = "action", .value = "fill"}));
  found.each("CHECK", std::move(check));
}

// Ways on from a licence that was looked up: its number is sent, and stands in no address. The page
// answers a form as well, and could not be gone back to: they open beside it.
void add_ways_on(const Visit& visit, Values& found, const std::string& number) {
  const auto add = [&](const char* what, std::string_view text) {
    if (!visit.may("GET", std::string("/v1/licences/{licence_number}/") + what)) return;
    found.add("MORE", component(visit, PostForm{.action = std::string("/drivers/") + what,
                                                .fields = {hidden("licence_number", number)},
                                                .button = std::string(text),
                                                .button_classes = "govuk-button--secondary",
                                                .once = false,
                                                .new_tab = true}));
  };
  add("history", say("drivers.history"));
  add("elsewhere", say("drivers.elsewhere"));
}

http::Response page(const Visit& visit, int status, const FormErrors& errors,
                    const Answer* licence = nullptr, const Answer* alerts = nullptr) {
  Part content("drivers");
  if (!errors.empty()) content.add("ERRORS", errors.summary());
  content.add("TOKEN", form_token(visit));
  content.add("LOOK_UP", component(Input{.name = "licence_number",
                                         .label = std::string(say("drivers.look_up")),
                                         .value = visit.typed("licence_number"),
                                         .error = errors.of("licence_number"),
                                         .hint = std::string(say("drivers.look_up.hint")),
                                         .classes = "govuk-input--width-20",
                                         .autocomplete = "off",
                                         .spellcheck = "false"}));
  content.add("LOOK_UP", component(Button{.text = std::string(say("drivers.look_up.button")),
                                          .classes = "govuk-button--secondary"}));
  content.show("UPLOAD", visit.may("POST", "/v1/licences/batch"));
  content.show("ROSTER", visit.may("POST", "/v1/rosters"));
  if (licence != nullptr) {
    Values found;
    found.set("NAME", names_text((*licence)["holder"])).add("LICENCE", licence_list(*licence));
    if (visit.may("POST", "/v1/checks")) add_check(visit, found, (*licence)["holder"]);
    add_ways_on(visit, found, (*licence)["licence_number"].text());
    if (alerts != nullptr) {
      const auto table = table_of((*alerts)["alerts"]);
      found.show("NO_ALERTS", table.rows.empty());
      if (!table.rows.empty()) found.each("ALERTS", Values().add("TABLE", component(table)));
    }
    content.each("FOUND", std::move(found));
  }
  return show(visit, status,
              {.title = std::string(say("drivers.title")),
               .content = std::move(content),
               .active = "/drivers",
               .has_errors = !errors.empty()});
}

}  // namespace

http::Response show_drivers(const Visit& visit) {
  return page(visit, 200, {});
}

http::Response do_look_up_driver(const Visit& visit) {
  FormErrors errors;
  const auto number = std::string(core::trim(visit.typed("licence_number")));
  if (number.empty()) {
    errors.add("licence_number", std::string(say("drivers.look_up.missing")));
    return page(visit, 422, errors);
  }
  const auto licence = ask(visit, {.path = address_of("/v1/licences/{licence_number}", {number})});
  if (licence.status == 404) {
    errors.add("licence_number", std::string(say("drivers.not_found")));
    return page(visit, 404, errors);
  }
  if (!licence.is_good()) return refusal(visit, licence);
  constexpr std::string_view its_alerts = "/v1/licences/{licence_number}/alerts";
  if (!visit.may("GET", its_alerts)) return page(visit, 200, errors, &licence);
  const auto alerts = ask(visit, {.path = address_of(its_alerts, {number})});
  if (!alerts.is_good()) return refusal(visit, alerts);
  return page(visit, 200, errors, &licence, &alerts);
}

}  // namespace badgewatch::web
