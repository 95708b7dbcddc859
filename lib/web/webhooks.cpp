#include "web/webhooks.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/webhook.hpp"

namespace badgewatch::web {

namespace {

http::Response form_page(const Visit& visit, int status, const FormErrors& errors) {
  const auto typed = visit.typed("scheme");
  Sheet sheet;
  sheet.errors(errors).title(say("webhook.add")).text(say("webhook.add.text"));
  sheet.add(component(
      visit,
      PostForm{.action = "/admin/webhooks/new",
               .fields = {component(Input{.name = "url",
                                          .label = std::string(say("webhook.url")),
                                          .value = visit.typed("url"),
                                          .error = errors.of("url"),
                                          .hint = std::string(say("webhook.url.hint")),
                                          .autocomplete = "off",
                                          .spellcheck = "false"}),
                          component(Input{.name = "description",
                                          .label = std::string(say("webhook.description")),
                                          .value = visit.typed("description"),
                                          .error = errors.of("description"),
                                          .hint = std::string(say("webhook.description.hint")),
                                          .autocomplete = "off"}),
                          component(Radios{.name = "scheme",
                                           .legend = std::string(say("webhook.scheme")),
                                           .choices = {{"v1a", say_of("webhook_scheme.", "v1a"),
                                                        say_of("webhook_scheme_hint.", "v1a")},
                                                       {"v1", say_of("webhook_scheme.", "v1"),
                                                        say_of("webhook_scheme_hint.", "v1")}},
                                           .chosen = typed.empty() ? "v1a" : typed,
                                           .error = errors.of("scheme")})},
               .button = std::string(say("webhook.add.button"))}));
  sheet.link("/admin/webhooks", say("webhooks.back"));
  return show_admin_page(visit, status, say("webhook.add"), std::move(sheet), !errors.empty());
}

}  // namespace

http::Response show_webhooks(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/webhooks"});
  if (!answer.is_good()) return refusal(visit, answer);
  Table table{.caption = std::string(say("webhooks.title")),
              .head = {{std::string(say("webhook.url"))},
                       {std::string(say("webhook.description"))},
                       {std::string(say("webhook.state"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& item : answer["webhooks"].items()) {
    const JsonView one(item);
    table.rows.push_back(
        {{.text = one["url"].text(), .href = "/admin/webhooks/" + one["id"].text()},
         {one["description"].text()},
         {webhook_state_text(one)}});
  }
  Sheet sheet;
  sheet.title(say("webhooks.title")).text(say("webhooks.text"));
  sheet.add(
      component(Button{.text = std::string(say("webhook.add")), .href = "/admin/webhooks/new"}));
  sheet.table(table, say("webhooks.none"));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, 200, say("webhooks.title"), std::move(sheet), false, true);
}

http::Response show_webhook_form(const Visit& visit) {
  return form_page(visit, 200, {});
}

http::Response do_add_webhook(const Visit& visit) {
  core::JsonWriter body;
  body.begin_object();
  for (const auto* name : {"url", "description", "scheme"}) {
    const auto text = visit.typed(name);
    if (!core::trim(text).empty()) body.member(name, core::trim(text));
  }
  const auto answer =
      ask(visit,
          {.method = "POST", .path = "/v1/webhooks", .body = std::move(body.end_object()).take()});
  // The same address once more is the same webhook: its secret was shown on the first page.
  if (answer.status == 201) return webhook_key_page(visit, answer);
  if (answer.is_good()) return go_to("/admin/webhooks/" + answer["id"].text());
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  FormErrors errors;
  errors.take(answer, {{"/url", "url", std::string(say("webhook.url")),
                        std::string(say("webhook.url.missing"))},
                       {"/description", "description", std::string(say("webhook.description"))},
                       {"/scheme", "scheme", std::string(say("webhook.scheme"))}});
  return form_page(visit, answer.status, errors);
}

}  // namespace badgewatch::web
