#include "web/keys.hpp"

#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/credential_fields.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/shown_once.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

http::Response form_page(const Visit& visit, int status, const FormErrors& errors) {
  Sheet sheet;
  sheet.errors(errors).title(say("key.make")).text(say("key.make.text"));
  sheet.add(component(visit, PostForm{.action = "/admin/keys/new",
                                      .fields = credential_fields(visit, errors),
                                      .button = std::string(say("key.make.button"))}));
  sheet.link("/admin/keys", say("keys.back"));
  return show_admin_page(visit, status, say("key.make"), std::move(sheet), !errors.empty());
}

http::Response made_page(const Visit& visit, const Answer& key) {
  const auto title = say("key.made", {{"name", key["name"].text()}});
  Sheet sheet;
  sheet.title(title);
  add_secret(sheet, say("key.key"), key["key"].text());
  sheet.text(say("key.next")).list(credential_facts(JsonView(key.json)));
  sheet.link("/admin/keys", say("keys.back"));
  return show_admin_page(visit, 200, title, std::move(sheet));
}

}  // namespace

http::Response show_keys(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/keys"});
  if (!answer.is_good()) return refusal(visit, answer);
  Sheet sheet;
  sheet.title(say("keys.title")).text(say("keys.text"));
  sheet.add(component(Button{.text = std::string(say("key.make")), .href = "/admin/keys/new"}));
  sheet.table(credential_table(say("keys.title"), answer["keys"].items(), "/admin/keys/"),
              say("keys.none"));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, 200, say("keys.title"), std::move(sheet), false, true);
}

http::Response show_key_form(const Visit& visit) {
  return form_page(visit, 200, {});
}

http::Response do_make_key(const Visit& visit) {
  core::JsonWriter body;
  body.begin_object();
  write_credential(body, visit);
  const auto answer = ask(visit, {.method = "POST",
                                  .path = "/v1/keys",
                                  .body = std::move(body.end_object()).take(),
                                  .headers = once_header(visit)});
  if (answer.is_good()) return made_page(visit, answer);
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  FormErrors errors;
  errors.take(answer, credential_places());
  return form_page(visit, answer.status, errors);
}

http::Response show_key(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/keys"});
  if (!answer.is_good()) return refusal(visit, answer);
  for (const auto& item : answer["keys"].items()) {
    const JsonView key(item);
    if (key["id"].text() != visit.path.at("id")) continue;
    Sheet sheet;
    sheet.title(key["name"].text()).list(credential_facts(key));
    if (!key["revoked_at"].is_there()) {
      sheet.heading(say("key.end")).text(say("key.end.text"));
      sheet.add(component(visit,
                          PostForm{.action = address_of("/admin/keys/{id}/end", {key["id"].text()}),
                                   .button = std::string(say("key.end.button")),
                                   .button_classes = "govuk-button--warning"}));
    }
    sheet.link("/admin/keys", say("keys.back"));
    return show_admin_page(visit, 200, say("key.title"), std::move(sheet));
  }
  return refusal(visit, 404);
}

http::Response do_revoke_key(const Visit& visit) {
  const auto answer =
      ask(visit, {.method = "DELETE", .path = address_of("/v1/keys/{id}", {visit.path.at("id")})});
  if (!answer.is_good()) return refusal(visit, answer);
  return go_to("/admin/keys/" + id_in(visit, "id"));
}

}  // namespace badgewatch::web
