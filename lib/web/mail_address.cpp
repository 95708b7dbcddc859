#include "web/mail_address.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/alert_kinds.hpp"
#include "web/delivery_log.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/seen.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace badgewatch::web {

namespace {

std::string place_of(const Visit& visit) {
  return "/admin/mail/" + id_in(visit, "id");
}

std::string api_place(const Visit& visit, std::string_view act = {}) {
  return address_of("/v1/mail-addresses/{id}", {visit.path.at("id")}) + std::string(act);
}

std::vector<std::string> kinds_of(const JsonView& address) {
  std::vector<std::string> kinds;
  for (const auto& item : address["kinds"].items())
    kinds.push_back(JsonView(item).text());
  return kinds;
}

// What others could change meanwhile.
std::string state_of(const JsonView& address) {
  auto state =
      address["state"].text() + " " + address["disabled_at"].text() + " " + address["mode"].text();
  for (const auto& kind : kinds_of(address))
    state += " " + kind;
  return state;
}

SummaryList facts_of(const JsonView& address) {
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) list.rows.push_back({std::string(key), value});
  };
  const auto undelivered = address["undelivered"];
  add(say("mail.email"), address["email"].text());
  add(say("mail.mode"), say_of("mail_mode.", address["mode"].text()));
  add(say("mail.kinds"), kinds_of(address).empty() ? std::string(say("mail.kinds.all"))
                                                   : listed(address["kinds"], "alert."));
  add(say("webhook.state"), mail_state_text(address));
  const auto failing = address["failing_since"].text();
  add(say("webhook.failing"), failing.empty() ? "" : time_text(failing));
  add(say("webhook.undelivered"),
      say("webhook.undelivered.counts",
          {{"pending", std::to_string(undelivered["pending"].integer())},
           {"failed", std::to_string(undelivered["failed"].integer())}}));
  add(say("admin.made"), time_text(address["created_at"].text()));
  return list;
}

struct Attempt {
  std::string_view act = {};
  const FormErrors* errors = nullptr;

  std::string error(std::string_view of, const char* field) const {
    return act == of && errors != nullptr ? errors->of(field) : "";
  }
};

Part form_for(const Visit& visit, const JsonView& address, const char* act, std::string_view button,
              std::vector<Part> fields, const char* classes = "") {
  fields.push_back(seen_as(state_of(address)));
  return component(visit, PostForm{.action = place_of(visit) + "/" + act,
                                   .fields = std::move(fields),
                                   .button = std::string(button),
                                   .button_classes = classes});
}

std::string box_of(std::string_view kind) {
  return "kind_" + std::string(kind);
}

// Those that are ticked, or that it is told already where nothing was sent.
Part kinds_boxes(const Visit& visit, const JsonView& address, bool sent) {
  const auto told = kinds_of(address);
  Checkboxes boxes{.id = "kinds",
                   .legend = std::string(say("mail.kinds")),
                   .boxes = {},
                   .hint = std::string(say("mail.kinds.hint"))};
  for (const auto kind : alert_kinds)
    boxes.boxes.push_back(
        {.name = box_of(kind),
         .value = "yes",
         .text = say_of("alert.", kind),
         .checked = sent ? !visit.typed(box_of(kind)).empty()
                         : std::find(told.begin(), told.end(), kind) != told.end()});
  return component(boxes);
}

void add_confirmation(Sheet& sheet, const Visit& visit, const JsonView& address,
                      const Attempt& attempt) {
  sheet.add(
      form_for(visit, address, "confirmation", say("mail.confirm.button"),
               {component(Input{.name = "code",
                                .label = std::string(say("mail.code")),
                                .value = attempt.act == "confirmation" ? visit.typed("code") : "",
                                .error = attempt.error("confirmation", "code"),
                                .hint = std::string(say("mail.code.hint")),
                                .classes = "govuk-input--width-10",
                                .autocomplete = "off",
                                .inputmode = "numeric"})}));
  sheet.details(say("mail.code.again"),
                form_for(visit, address, "code", say("mail.code.again"),
                         {paragraph(say("mail.code.again.text"))}, "govuk-button--secondary"),
                attempt.act == "code");
}

void add_forms(Sheet& sheet, const Visit& visit, const JsonView& address, const Attempt& attempt) {
  const auto state = address["state"].text();
  if (state == "unconfirmed") add_confirmation(sheet, visit, address, attempt);
  if (state == "enabled")
    sheet.add(form_for(visit, address, "test", say("mail.test.button"),
                       {paragraph(say("mail.test.text"))}, "govuk-button--secondary"));
  const bool sent = attempt.act == "settings";
  sheet.details(say("mail.settings"),
                form_for(visit, address, "settings", say("mail.settings.button"),
                         {mail_mode_radios(sent ? visit.typed("mode") : address["mode"].text(), ""),
                          kinds_boxes(visit, address, sent)}),
                sent);
  const bool is_on = state != "disabled";
  sheet.details(
      is_on ? say("webhook.disable") : say("webhook.enable"),
      form_for(visit, address, "state", is_on ? say("webhook.disable") : say("webhook.enable"),
               {paragraph(is_on ? say("mail.disable.text") : say("mail.enable.text")),
                hidden("state", is_on ? "disabled" : "enabled")}),
      !is_on);
  sheet.details(say("mail.remove"),
                form_for(visit, address, "remove", say("mail.remove"),
                         {paragraph(say("mail.remove.text"))}, "govuk-button--warning"));
}

http::Response page(const Visit& visit, int status, const Answer& answer, const Attempt& attempt) {
  const JsonView address(answer.json);
  const auto log = read_delivery_log(visit, api_place(visit, "/attempts"));
  if (log.refused) return refusal(visit, *log.refused);
  Sheet sheet;
  if (attempt.errors != nullptr) sheet.errors(*attempt.errors);
  sheet.title(say("mail.title")).list(facts_of(address));
  add_forms(sheet, visit, address, attempt);
  add_delivery_log(sheet, log);
  sheet.link("/admin/mail", say("mails.back"));
  return show_admin_page(visit, status, say("mail.title"), std::move(sheet),
                         attempt.errors != nullptr, true);
}

Answer read_address(const Visit& visit) {
  return ask(visit, {.path = api_place(visit)});
}

std::optional<http::Response> stale_page(const Visit& visit, std::string_view act) {
  const auto now = read_address(visit);
  if (!now.is_good()) return refusal(visit, now);
  const JsonView address(now.json);
  if (!was_seen_otherwise(visit, state_of(address))) return {};
  FormErrors errors;
  errors.add("", say("webhook.stale", {{"state", mail_state_text(address)}}));
  return page(visit, 409, now, {act, &errors});
}

// What an act of the API made of it: the page again, with what is wrong.
http::Response answered(const Visit& visit, const Answer& answer, std::string_view act) {
  if (answer.is_good()) return go_to(place_of(visit));
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  const auto now = read_address(visit);
  if (!now.is_good()) return refusal(visit, now);
  FormErrors errors;
  errors.take(answer, {{"/code", "code", std::string(say("mail.code")),
                        std::string(say("mail.code.missing"))}});
  return page(visit, answer.status, now, {act, &errors});
}

http::Response act_of(const Visit& visit, std::string_view act) {
  if (auto stale = stale_page(visit, act)) return std::move(*stale);
  return answered(
      visit, ask(visit, {.method = "POST", .path = api_place(visit, "/" + std::string(act))}), act);
}

Answer put(const Visit& visit, const std::string& mode, const std::vector<std::string>& kinds,
           std::string_view state) {
  core::JsonWriter body;
  body.begin_object().member("mode", mode).member("state", state).key("kinds").begin_array();
  for (const auto& kind : kinds)
    body.value(kind);
  body.end_array().end_object();
  return ask(visit, {.method = "PUT", .path = api_place(visit), .body = std::move(body).take()});
}

}  // namespace

std::string mail_state_text(const JsonView& address) {
  const auto state = address["state"].text();
  if (state == "unconfirmed") return std::string(say("mail_state.unconfirmed"));
  if (state == "disabled")
    return say("webhook_state.disabled",
               {{"time", time_text(address["disabled_at"].text())},
                {"why", say_of("mail_because.", address["disabled_because"].text())}});
  if (address["failing_since"].is_there()) return std::string(say("webhook_state.failing"));
  return std::string(say("webhook_state.enabled"));
}

Part mail_mode_radios(const std::string& chosen, const std::string& error) {
  return component(Radios{
      .name = "mode",
      .legend = std::string(say("mail.mode")),
      .choices = {{"digest", say_of("mail_mode.", "digest"), say_of("mail_mode_hint.", "digest")},
                  {"each", say_of("mail_mode.", "each"), say_of("mail_mode_hint.", "each")}},
      .chosen = chosen.empty() ? "digest" : chosen,
      .error = error});
}

http::Response show_mail_address(const Visit& visit) {
  const auto address = read_address(visit);
  return address.is_good() ? page(visit, 200, address, {}) : refusal(visit, address);
}

http::Response do_confirm_mail_address(const Visit& visit) {
  // Whoever presses twice has confirmed it.
  core::JsonWriter body;
  body.begin_object().member("code", core::trim(visit.typed("code"))).end_object();
  const auto answer = ask(visit, {.method = "POST",
                                  .path = api_place(visit, "/confirmation"),
                                  .body = std::move(body).take()});
  return answered(visit, answer, "confirmation");
}

http::Response do_send_mail_code(const Visit& visit) {
  return act_of(visit, "code");
}

http::Response do_test_mail_address(const Visit& visit) {
  return act_of(visit, "test");
}

http::Response do_set_mail_address(const Visit& visit) {
  if (auto stale = stale_page(visit, "settings")) return std::move(*stale);
  const auto now = read_address(visit);
  if (!now.is_good()) return refusal(visit, now);
  std::vector<std::string> kinds;
  for (const auto kind : alert_kinds)
    if (!visit.typed(box_of(kind)).empty()) kinds.emplace_back(kind);
  const auto is_off = now["state"].text() == "disabled";
  return answered(visit, put(visit, visit.typed("mode"), kinds, is_off ? "disabled" : "enabled"),
                  "settings");
}

http::Response do_set_mail_state(const Visit& visit) {
  const auto now = read_address(visit);
  if (!now.is_good()) return refusal(visit, now);
  const auto wanted = visit.typed("state");
  const bool is_off = now["state"].text() == "disabled";
  // As a second press finds it.
  if (is_off == (wanted == "disabled")) return go_to(place_of(visit));
  if (auto stale = stale_page(visit, "state")) return std::move(*stale);
  const JsonView address(now.json);
  return answered(visit, put(visit, address["mode"].text(), kinds_of(address), wanted), "state");
}

http::Response do_remove_mail_address(const Visit& visit) {
  if (auto stale = stale_page(visit, "remove")) return std::move(*stale);
  const auto answer = ask(visit, {.method = "DELETE", .path = api_place(visit)});
  return answer.is_good() ? go_to("/admin/mail") : answered(visit, answer, "remove");
}

}  // namespace badgewatch::web
