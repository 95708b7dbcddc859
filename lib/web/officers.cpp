#include "web/officers.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/messages.hpp"
#include "web/officer.hpp"
#include "web/officer_roles.hpp"
#include "web/refusals.hpp"
#include "web/shown_once.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

Table table_of(const Visit& visit, const Answer& answer) {
  Table table{.caption = std::string(say("officers.title")),
              .head = {{std::string(say("officer.name"))},
                       {std::string(say("officer.username"))},
                       {std::string(say("officer.roles"))},
                       {std::string(say("officer.state"))},
                       {std::string(say("officer.last_sign_in"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& item : answer["officers"].items()) {
    const JsonView officer(item);
    const auto signed_in = officer["last_sign_in_at"].text();
    table.rows.push_back(
        {{.text = officer["name"].text(), .href = "/admin/officers/" + officer["id"].text()},
         {officer["username"].text()},
         {listed(officer["roles"], "role.")},
         {officer_state_text(visit, officer)},
         {signed_in.empty() ? std::string(say("admin.never")) : time_text(signed_in)}});
  }
  return table;
}

http::Response form_page(const Visit& visit, int status, const FormErrors& errors) {
  const auto input = [&](const char* name, std::string_view label, std::string_view hint) {
    return component(Input{.name = name,
                           .label = std::string(label),
                           .value = visit.typed(name),
                           .error = errors.of(name),
                           .hint = std::string(hint),
                           .autocomplete = "off",
                           .spellcheck = "false"});
  };
  Sheet sheet;
  sheet.errors(errors).title(say("officer.invite")).text(say("officer.invite.text"));
  sheet.add(component(
      visit,
      PostForm{.action = "/admin/officers/new",
               .fields = {input("name", say("officer.name"), say("officer.name.hint")),
                          input("username", say("officer.username"), say("officer.username.hint")),
                          roles_boxes(typed_roles(visit), errors.of("roles"))},
               .button = std::string(say("officer.invite.button"))}));
  return show_admin_page(visit, status, say("officer.invite"), std::move(sheet), !errors.empty());
}

FormErrors missing_of(const Visit& visit) {
  FormErrors errors;
  const auto is_empty = [&](const char* name) {
    const auto text = visit.typed(name);
    return core::trim(text).empty();
  };
  if (is_empty("name")) errors.add("name", std::string(say("officer.name.missing")));
  if (is_empty("username")) errors.add("username", std::string(say("officer.username.missing")));
  if (typed_roles(visit).empty()) errors.add("roles", std::string(say("officer.roles.missing")));
  return errors;
}

// Of the same name and username, and still waiting: it is what the first press of two has made.
std::string made_already(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/officers"});
  const auto typed = core::ascii_lower(core::trim(visit.typed("username")));
  for (const auto& item : answer["officers"].items()) {
    const JsonView officer(item);
    const auto username = officer["username"].text();
    const bool same = username == typed || username.substr(0, username.find('@')) == typed;
    if (same && officer["invited_until"].is_there() &&
        officer["name"].text() == core::trim(visit.typed("name")))
      return officer["id"].text();
  }
  return {};
}

}  // namespace

http::Response show_officers(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/officers"});
  if (!answer.is_good()) return refusal(visit, answer);
  Sheet sheet;
  sheet.title(say("officers.title")).text(say("officers.text"));
  if (visit.may("POST", "/v1/officers"))
    sheet.add(component(
        Button{.text = std::string(say("officer.invite")), .href = "/admin/officers/new"}));
  sheet.table(table_of(visit, answer), say("officers.none"));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, 200, say("officers.title"), std::move(sheet), false, true);
}

http::Response show_officer_form(const Visit& visit) {
  return form_page(visit, 200, {});
}

http::Response do_invite_officer(const Visit& visit) {
  FormErrors errors = missing_of(visit);
  if (!errors.empty()) return form_page(visit, 422, errors);
  core::JsonWriter body;
  body.begin_object();
  const auto add = [&](const char* name) {
    const auto text = visit.typed(name);
    if (!core::trim(text).empty()) body.member(name, core::trim(text));
  };
  add("username");
  add("name");
  write_roles(body, typed_roles(visit));
  const auto answer =
      ask(visit,
          {.method = "POST", .path = "/v1/officers", .body = std::move(body.end_object()).take()});
  if (answer.is_good()) return invitation_page(visit, answer);
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  if (answer.status == 409) {
    if (const auto id = made_already(visit); !id.empty())
      return go_to(address_of("/admin/officers/{id}", {id}));
    errors.add("username", answer.detail());
  } else {
    errors.take(answer, {{"/name", "name", std::string(say("officer.name"))},
                         {"/username", "username", std::string(say("officer.username"))},
                         roles_place()});
  }
  return form_page(visit, answer.status, errors);
}

}  // namespace badgewatch::web
