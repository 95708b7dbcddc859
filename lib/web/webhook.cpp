#include "web/webhook.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/delivery_log.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/seen.hpp"
#include "web/shown_once.hpp"
#include "web/wording.hpp"

#include <charconv>
#include <optional>
#include <vector>

namespace badgewatch::web {

namespace {

std::string place_of_webhook(const Visit& visit) {
  return "/admin/webhooks/" + id_in(visit, "id");
}

std::string api_place(const Visit& visit, std::string_view act = {}) {
  return address_of("/v1/webhooks/{id}", {visit.path.at("id")}) + std::string(act);
}

// What others could change meanwhile: whether it is on, and since when which key signs.
std::string state_of(const JsonView& webhook) {
  auto state = webhook["state"].text() + " " + webhook["disabled_at"].text();
  for (const auto& key : webhook["keys"].items())
    state += " " + JsonView(key)["until"].text();
  return state;
}

std::string keys_text(const JsonView& webhook) {
  std::string all;
  for (const auto& item : webhook["keys"].items()) {
    const JsonView key(item);
    auto text = key["key"].is_there() ? key["key"].text() : std::string(say("webhook.key.hidden"));
    if (key["until"].is_there())
      text = say("webhook.key.until", {{"key", text}, {"time", time_text(key["until"].text())}});
    all += (all.empty() ? "" : "; ") + text;
  }
  return all;
}

SummaryList facts_of(const JsonView& webhook) {
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) list.rows.push_back({std::string(key), value});
  };
  const auto undelivered = webhook["undelivered"];
  add(say("webhook.url"), webhook["url"].text());
  add(say("webhook.description"), webhook["description"].text());
  add(say("webhook.scheme"), say_of("webhook_scheme.", webhook["scheme"].text()));
  add(say("webhook.keys"), keys_text(webhook));
  add(say("webhook.state"), webhook_state_text(webhook));
  const auto failing = webhook["failing_since"].text();
  add(say("webhook.failing"), failing.empty() ? "" : time_text(failing));
  add(say("webhook.undelivered"),
      say("webhook.undelivered.counts",
          {{"pending", std::to_string(undelivered["pending"].integer())},
           {"failed", std::to_string(undelivered["failed"].integer())}}));
  add(say("webhook.undelivered.from"),
      undelivered["from"].is_integer() ? std::to_string(undelivered["from"].integer()) : "");
  add(say("admin.made"), time_text(webhook["created_at"].text()));
  return list;
}

struct Attempt {
  std::string_view act = {};
  const FormErrors* errors = nullptr;

  std::string error(std::string_view of, const char* field) const {
    return act == of && errors != nullptr ? errors->of(field) : "";
  }
};

Part form_for(const Visit& visit, const JsonView& webhook, const char* act, std::string_view button,
              std::vector<Part> fields, const char* classes = "") {
  fields.push_back(seen_as(state_of(webhook)));
  return component(visit, PostForm{.action = place_of_webhook(visit) + "/" + act,
                                   .fields = std::move(fields),
                                   .button = std::string(button),
                                   .button_classes = classes});
}

void add_forms(Sheet& sheet, const Visit& visit, const JsonView& webhook, const Attempt& attempt) {
  const bool is_on = webhook["state"].text() == "enabled";
  if (is_on)
    sheet.add(form_for(visit, webhook, "test", say("webhook.test.button"),
                       {paragraph(say("webhook.test.text"))}, "govuk-button--secondary"));
  sheet.details(
      is_on ? say("webhook.disable") : say("webhook.enable"),
      form_for(visit, webhook, "state", is_on ? say("webhook.disable") : say("webhook.enable"),
               {paragraph(is_on ? say("webhook.disable.text") : say("webhook.enable.text")),
                hidden("state", is_on ? "disabled" : "enabled")}),
      !is_on);
  sheet.details(
      say("webhook.replay"),
      form_for(visit, webhook, "replay", say("webhook.replay.button"),
               {component(Input{.name = "after",
                                .label = std::string(say("webhook.replay.after")),
                                .value = attempt.act == "replay" ? visit.typed("after") : "",
                                .error = attempt.error("replay", "after"),
                                .hint = std::string(say("webhook.replay.hint")),
                                .classes = "govuk-input--width-10",
                                .autocomplete = "off",
                                .inputmode = "numeric"})}),
      attempt.act == "replay");
  sheet.details(
      say("webhook.rotate"),
      form_for(visit, webhook, "key", say("webhook.rotate.button"),
               {paragraph(say("webhook.rotate.text")),
                component(Input{.name = "overlap_hours",
                                .label = std::string(say("webhook.rotate.overlap")),
                                .value = attempt.act == "key" ? visit.typed("overlap_hours") : "24",
                                .error = attempt.error("key", "overlap_hours"),
                                .hint = std::string(say("webhook.rotate.overlap.hint")),
                                .classes = "govuk-input--width-4",
                                .autocomplete = "off",
                                .inputmode = "numeric"})}),
      attempt.act == "key");
  sheet.details(say("webhook.remove"),
                form_for(visit, webhook, "remove", say("webhook.remove"),
                         {paragraph(say("webhook.remove.text"))}, "govuk-button--warning"));
}

http::Response page(const Visit& visit, int status, const Answer& answer, const Attempt& attempt) {
  const JsonView webhook(answer.json);
  const auto log = read_delivery_log(visit, api_place(visit, "/attempts"));
  if (log.refused) return refusal(visit, *log.refused);
  Sheet sheet;
  if (attempt.errors != nullptr) sheet.errors(*attempt.errors);
  sheet.title(say("webhook.title")).list(facts_of(webhook));
  add_forms(sheet, visit, webhook, attempt);
  add_delivery_log(sheet, log);
  sheet.link("/admin/webhooks", say("webhooks.back"));
  return show_admin_page(visit, status, say("webhook.title"), std::move(sheet),
                         attempt.errors != nullptr, true);
}

Answer read_webhook(const Visit& visit) {
  return ask(visit, {.path = api_place(visit)});
}

std::optional<http::Response> stale_page(const Visit& visit, std::string_view act) {
  const auto now = read_webhook(visit);
  if (!now.is_good()) return refusal(visit, now);
  const JsonView webhook(now.json);
  if (!was_seen_otherwise(visit, state_of(webhook))) return {};
  FormErrors errors;
  errors.add("", act == "key" ? std::string(say("webhook.key.stale"))
                              : say("webhook.stale", {{"state", webhook_state_text(webhook)}}));
  return page(visit, 409, now, {act, &errors});
}

http::Response refused(const Visit& visit, const Answer& answer, std::string_view act,
                       const std::vector<FieldPlace>& places = {}) {
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  const auto now = read_webhook(visit);
  if (!now.is_good()) return refusal(visit, now);
  FormErrors errors;
  errors.take(answer, places);
  return page(visit, answer.status, now, {act, &errors});
}

// A number as it was typed; nothing where it is none.
std::optional<std::int64_t> typed_number(const Visit& visit, std::string_view name) {
  const auto typed = visit.typed(name);
  const auto text = core::trim(typed);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

// One member, which has to be a number, sent to an act of the API.
Answer send_number(const Visit& visit, std::string_view act, std::string_view name,
                   std::int64_t number) {
  core::JsonWriter body;
  body.begin_object().member(name, number).end_object();
  return ask(visit, {.method = "POST",
                     .path = api_place(visit, act),
                     .body = std::move(body).take(),
                     .headers = once_header(visit)});
}

http::Response no_number(const Visit& visit, std::string_view act, const std::string& field) {
  const auto now = read_webhook(visit);
  if (!now.is_good()) return refusal(visit, now);
  FormErrors errors;
  errors.add(field, std::string(say("webhook.no_number")));
  return page(visit, 422, now, {act, &errors});
}

}  // namespace

std::string webhook_state_text(const JsonView& webhook) {
  if (webhook["state"].text() == "disabled")
    return say("webhook_state.disabled",
               {{"time", time_text(webhook["disabled_at"].text())},
                {"why", say_of("webhook_because.", webhook["disabled_because"].text())}});
  if (webhook["failing_since"].is_there()) return std::string(say("webhook_state.failing"));
  return std::string(say("webhook_state.enabled"));
}

http::Response webhook_key_page(const Visit& visit, const Answer& answer) {
  const JsonView webhook(answer.json);
  const auto title = say("webhook.key.title");
  const bool is_secret = webhook["scheme"].text() == "v1";
  const auto& keys = webhook["keys"].items();
  const auto key = keys.empty() ? std::string() : JsonView(keys.front())["key"].text();
  Sheet sheet;
  sheet.title(title);
  if (is_secret && key.empty())
    sheet.text(say("webhook.key.changed_already"));
  else
    sheet.text(say_of("webhook_key_text.", webhook["scheme"].text()));
  if (is_secret && !key.empty())
    add_secret(sheet, say("webhook.key.secret"), key);
  else if (!is_secret)
    sheet.inset(key);
  sheet.link("/admin/webhooks/" + webhook["id"].text(), say("webhook.open"));
  return show_admin_page(visit, 200, title, std::move(sheet));
}

http::Response show_webhook(const Visit& visit) {
  const auto webhook = read_webhook(visit);
  return webhook.is_good() ? page(visit, 200, webhook, {}) : refusal(visit, webhook);
}

http::Response do_test_webhook(const Visit& visit) {
  if (auto stale = stale_page(visit, "test")) return std::move(*stale);
  const auto answer = ask(
      visit, {.method = "POST", .path = api_place(visit, "/test"), .headers = once_header(visit)});
  // Behind a second press too: what came of the first one is told there.
  return answer.is_good() || answer.is_being_done() ? go_to(place_of_webhook(visit))
                                                    : refused(visit, answer, "test");
}

http::Response do_rotate_webhook_key(const Visit& visit) {
  if (auto stale = stale_page(visit, "key")) return std::move(*stale);
  const auto hours = typed_number(visit, "overlap_hours");
  if (!hours) return no_number(visit, "key", "overlap_hours");
  const auto answer = send_number(visit, "/key", "overlap_hours", *hours);
  if (answer.is_good()) return webhook_key_page(visit, answer);
  return refused(visit, answer, "key",
                 {{"/overlap_hours", "overlap_hours", std::string(say("webhook.rotate.overlap"))}});
}

http::Response do_set_webhook_state(const Visit& visit) {
  const auto now = read_webhook(visit);
  if (!now.is_good()) return refusal(visit, now);
  const auto wanted = visit.typed("state");
  // As a second press finds it.
  if (now["state"].text() == wanted) return go_to(place_of_webhook(visit));
  if (auto stale = stale_page(visit, "state")) return std::move(*stale);
  core::JsonWriter body;
  body.begin_object().member("state", wanted).end_object();
  const auto answer = ask(
      visit, {.method = "PUT", .path = api_place(visit, "/state"), .body = std::move(body).take()});
  return answer.is_good() ? go_to(place_of_webhook(visit)) : refused(visit, answer, "state");
}

http::Response do_replay_webhook(const Visit& visit) {
  const auto after = typed_number(visit, "after");
  if (!after) return no_number(visit, "replay", "after");
  if (auto stale = stale_page(visit, "replay")) return std::move(*stale);
  const auto answer = send_number(visit, "/replay", "after", *after);
  if (answer.is_good() || answer.is_being_done()) return go_to(place_of_webhook(visit));
  return refused(visit, answer, "replay",
                 {{"/after", "after", std::string(say("webhook.replay.after"))}});
}

http::Response do_remove_webhook(const Visit& visit) {
  if (auto stale = stale_page(visit, "remove")) return std::move(*stale);
  const auto answer = ask(visit, {.method = "DELETE", .path = api_place(visit)});
  return answer.is_good() ? go_to("/admin/webhooks") : refused(visit, answer, "remove");
}

}  // namespace badgewatch::web
