#include "web/clients.hpp"

#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/credential_fields.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/seen.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

constexpr std::string_view bound = "tls_client_certificate_bound_access_tokens";

Part keys_box(const Visit& visit, const FormErrors& errors) {
  return component(TextArea{.name = "jwks",
                            .label = std::string(say("client.jwks")),
                            .value = visit.typed("jwks"),
                            .error = errors.of("jwks"),
                            .hint = std::string(say("client.jwks.hint")),
                            .rows = 8});
}

// What was typed, where it is one JSON object: so that nothing else gets into the request.
std::optional<std::string> typed_keys(const Visit& visit, FormErrors& errors) {
  const auto typed = visit.typed("jwks");
  const std::string text(core::trim(typed));
  if (text.empty()) {
    errors.add("jwks", std::string(say("client.jwks.missing")));
    return {};
  }
  const auto json = core::parse_json(text);
  if (json && json->object() != nullptr) return text;
  errors.add("jwks", std::string(say("client.jwks.no_json")));
  return {};
}

http::Response form_page(const Visit& visit, int status, const FormErrors& errors) {
  auto fields = credential_fields(visit, errors);
  fields.push_back(keys_box(visit, errors));
  fields.push_back(
      component(Checkboxes{.id = "bound",
                           .legend = std::string(say("client.bound.legend")),
                           .boxes = {{.name = "bound",
                                      .value = "yes",
                                      .text = std::string(say("client.bound")),
                                      .checked = !visit.typed("bound").empty(),
                                      .hint = std::string(say("client.bound.hint"))}}}));
  Sheet sheet;
  sheet.errors(errors).title(say("client.make")).text(say("client.make.text"));
  sheet.add(component(visit, PostForm{.action = "/admin/clients/new",
                                      .fields = std::move(fields),
                                      .button = std::string(say("client.make.button"))}));
  sheet.link("/admin/clients", say("clients.back"));
  return show_admin_page(visit, status, say("client.make"), std::move(sheet), !errors.empty());
}

Table keys_table(const JsonView& client) {
  Table table{.caption = std::string(say("client.keys")),
              .head = {{std::string(say("client.key.id"))}, {std::string(say("client.key.kind"))}},
              .rows = {}};
  for (const auto& item : client["jwks"]["keys"].items()) {
    const JsonView key(item);
    table.rows.push_back({{key["kid"].text()}, {key["alg"].text()}});
  }
  return table;
}

std::string ids_of_keys(const JsonView& jwks) {
  std::string ids;
  for (const auto& item : jwks["keys"].items())
    ids += JsonView(item)["kid"].text() + " ";
  return ids;
}

// The ids of its keys: another's replacement shows in them.
std::string state_of(const JsonView& client) {
  return ids_of_keys(client["jwks"]) + (client["revoked_at"].is_there() ? "ended" : "");
}

http::Response page(const Visit& visit, int status, const Answer& answer,
                    const FormErrors& errors) {
  const JsonView client(answer.json);
  auto facts = credential_facts(client);
  facts.rows.insert(facts.rows.begin() + 1, {std::string(say("client.id")), client["id"].text()});
  if (client[bound].is_true())
    facts.rows.push_back(
        {std::string(say("client.bound.legend")), std::string(say("client.bound"))});
  Sheet sheet;
  sheet.errors(errors).title(client["name"].text()).list(facts).table(keys_table(client));
  if (!client["revoked_at"].is_there()) {
    const auto place = address_of("/admin/clients/{id}/", {client["id"].text()});
    sheet.details(
        say("client.replace"),
        component(visit, PostForm{.action = place + "keys",
                                  .fields = {keys_box(visit, errors), seen_as(state_of(client))},
                                  .button = std::string(say("client.replace.button"))}),
        !errors.empty());
    sheet.details(say("client.end"),
                  component(visit, PostForm{.action = place + "end",
                                            .fields = {paragraph(say("client.end.text"))},
                                            .button = std::string(say("client.end.button")),
                                            .button_classes = "govuk-button--warning"}));
  }
  sheet.link("/admin/clients", say("clients.back"));
  return show_admin_page(visit, status, say("client.title"), std::move(sheet), !errors.empty());
}

Answer read_client(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/clients/{id}", {visit.path.at("id")})});
}

}  // namespace

http::Response show_clients(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/clients"});
  if (!answer.is_good()) return refusal(visit, answer);
  Sheet sheet;
  sheet.title(say("clients.title")).text(say("clients.text"));
  sheet.add(
      component(Button{.text = std::string(say("client.make")), .href = "/admin/clients/new"}));
  sheet.table(credential_table(say("clients.title"), answer["clients"].items(), "/admin/clients/"),
              say("clients.none"));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, 200, say("clients.title"), std::move(sheet), false, true);
}

http::Response show_client_form(const Visit& visit) {
  return form_page(visit, 200, {});
}

http::Response do_register_client(const Visit& visit) {
  FormErrors errors;
  const auto keys = typed_keys(visit, errors);
  if (!keys) return form_page(visit, 422, errors);
  core::JsonWriter body;
  body.begin_object();
  write_credential(body, visit);
  if (!visit.typed("bound").empty()) body.member(bound, true);
  body.key("jwks").raw(*keys);
  const auto answer =
      ask(visit,
          {.method = "POST", .path = "/v1/clients", .body = std::move(body.end_object()).take()});
  // The same once more is the same client.
  if (answer.is_good()) return go_to("/admin/clients/" + answer["id"].text());
  if (answer.status != 422 && answer.status != 409 && answer.status != 400)
    return refusal(visit, answer);
  auto places = credential_places();
  places.push_back({"/jwks", "jwks", std::string(say("client.jwks"))});
  errors.take(answer, places);
  return form_page(visit, answer.status, errors);
}

http::Response show_client(const Visit& visit) {
  const auto client = read_client(visit);
  return client.is_good() ? page(visit, 200, client, {}) : refusal(visit, client);
}

http::Response do_replace_client_keys(const Visit& visit) {
  const auto client = read_client(visit);
  if (!client.is_good()) return refusal(visit, client);
  FormErrors errors;
  const auto keys = typed_keys(visit, errors);
  if (was_seen_otherwise(visit, state_of(JsonView(client.json)))) {
    // As a second press finds it.
    const auto typed = core::parse_json(keys.value_or("{}"));
    if (typed && ids_of_keys(JsonView(*typed)) == state_of(JsonView(client.json)))
      return go_to("/admin/clients/" + id_in(visit, "id"));
    errors.add("", std::string(say("client.stale")));
    return page(visit, 409, client, errors);
  }
  if (!keys) return page(visit, 422, client, errors);
  const auto answer =
      ask(visit, {.method = "PUT",
                  .path = address_of("/v1/clients/{id}/jwks", {visit.path.at("id")}),
                  .body = *keys});
  if (answer.is_good()) return go_to("/admin/clients/" + id_in(visit, "id"));
  if (answer.status != 422 && answer.status != 409 && answer.status != 400)
    return refusal(visit, answer);
  errors.take(answer, {{"/keys", "jwks", std::string(say("client.jwks"))}});
  return page(visit, answer.status, client, errors);
}

http::Response do_end_client(const Visit& visit) {
  const auto answer = ask(
      visit, {.method = "DELETE", .path = address_of("/v1/clients/{id}", {visit.path.at("id")})});
  if (!answer.is_good()) return refusal(visit, answer);
  return go_to("/admin/clients/" + id_in(visit, "id"));
}

}  // namespace badgewatch::web
