#include "web/mail_addresses.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/mail_address.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"

namespace badgewatch::web {

namespace {

http::Response form_page(const Visit& visit, int status, const FormErrors& errors) {
  Sheet sheet;
  sheet.errors(errors).title(say("mail.add")).text(say("mail.add.text"));
  sheet.add(component(
      visit, PostForm{.action = "/admin/mail/new",
                      .fields = {component(Input{.name = "email",
                                                 .label = std::string(say("mail.email")),
                                                 .value = visit.typed("email"),
                                                 .error = errors.of("email"),
                                                 .hint = std::string(say("mail.email.hint")),
                                                 .type = "email",
                                                 .autocomplete = "off",
                                                 .spellcheck = "false"}),
                                 mail_mode_radios(visit.typed("mode"), errors.of("mode"))},
                      .button = std::string(say("mail.add.button"))}));
  sheet.link("/admin/mail", say("mails.back"));
  return show_admin_page(visit, status, say("mail.add"), std::move(sheet), !errors.empty());
}

}  // namespace

http::Response show_mail_addresses(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/mail-addresses"});
  if (!answer.is_good()) return refusal(visit, answer);
  Table table{.caption = std::string(say("mails.title")),
              .head = {{std::string(say("mail.email"))},
                       {std::string(say("mail.mode"))},
                       {std::string(say("webhook.state"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& item : answer["mail_addresses"].items()) {
    const JsonView one(item);
    table.rows.push_back({{.text = one["email"].text(), .href = "/admin/mail/" + one["id"].text()},
                          {say_of("mail_mode.", one["mode"].text())},
                          {mail_state_text(one)}});
  }
  Sheet sheet;
  sheet.title(say("mails.title")).text(say("mails.text"));
  sheet.add(component(Button{.text = std::string(say("mail.add")), .href = "/admin/mail/new"}));
  sheet.table(table, say("mails.none"));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, 200, say("mails.title"), std::move(sheet), false, true);
}

http::Response show_mail_address_form(const Visit& visit) {
  return form_page(visit, 200, {});
}

http::Response do_add_mail_address(const Visit& visit) {
  core::JsonWriter body;
  body.begin_object();
  for (const auto* name : {"email", "mode"}) {
    const auto text = visit.typed(name);
    if (!core::trim(text).empty()) body.member(name, core::trim(text));
  }
  const auto answer = ask(visit, {.method = "POST",
                                  .path = "/v1/mail-addresses",
                                  .body = std::move(body.end_object()).take()});
  // The same mailbox once more is the one that is there.
  if (answer.is_good()) return go_to("/admin/mail/" + answer["id"].text());
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  FormErrors errors;
  errors.take(answer, {{"/email", "email", std::string(say("mail.email")),
                        std::string(say("mail.email.missing"))},
                       {"/mode", "mode", std::string(say("mail.mode"))}});
  return form_page(visit, answer.status, errors);
}

}  // namespace badgewatch::web
