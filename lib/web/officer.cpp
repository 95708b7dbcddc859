#include "web/officer.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/messages.hpp"
#include "web/officer_roles.hpp"
#include "web/refusals.hpp"
#include "web/seen.hpp"
#include "web/shown_once.hpp"
#include "web/wording.hpp"

#include <optional>

namespace badgewatch::web {

namespace {

bool is_disabled(const JsonView& officer) {
  return officer["disabled_at"].is_there();
}

// What others could change while somebody looks at it.
std::string state_of(const JsonView& officer) {
  return core::join(roles_of(officer), " ") + (is_disabled(officer) ? " disabled" : "");
}

bool is_oneself(const Visit& visit, const JsonView& officer) {
  return visit.who->signed_in && visit.who->signed_in->officer.text() == officer["id"].text();
}

SummaryList facts_of(const Visit& visit, const JsonView& officer) {
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) list.rows.push_back({std::string(key), value});
  };
  const auto username = officer["username"].text();
  add(say("officer.name"), officer["name"].text());
  add(say("officer.username"), username.empty() ? std::string(say("officer.provider")) : username);
  add(say("officer.roles"), listed(officer["roles"], "role."));
  add(say("officer.state"), officer_state_text(visit, officer));
  const auto signed_in = officer["last_sign_in_at"].text();
  add(say("officer.last_sign_in"),
      signed_in.empty() ? std::string(say("admin.never")) : time_text(signed_in));
  add(say("admin.made"), time_text(officer["created_at"].text()));
  return list;
}

PostForm form_for(const Visit& visit, const JsonView& officer, std::string_view act,
                  std::string_view button, std::vector<Part> fields = {}) {
  fields.push_back(seen_as(state_of(officer)));
  return {.action = address_of("/admin/officers/{id}/", {visit.path.at("id")}) + std::string(act),
          .fields = std::move(fields),
          .button = std::string(button)};
}

void add_forms(Sheet& sheet, const Visit& visit, const JsonView& officer, const FormErrors& errors,
               const std::vector<std::string>& ticked) {
  const bool is_local = officer["username"].is_there();
  if (is_disabled(officer)) {
    sheet.heading(say("officer.enable")).text(say("officer.enable.text"));
    sheet.add(component(visit, form_for(visit, officer, "enable", say("officer.enable.button"))));
    return;
  }
  sheet.heading(say("officer.change_roles"));
  sheet.add(component(visit, form_for(visit, officer, "roles", say("officer.change_roles.button"),
                                      {roles_boxes(ticked, errors.of("roles"))})));
  const auto act = [&](std::string_view title, std::string_view text, const char* name,
                       std::string_view button) {
    auto form = form_for(visit, officer, name, button, {paragraph(text)});
    form.button_classes = "govuk-button--warning";
    sheet.details(title, component(visit, form));
  };
  if (is_local)
    act(say("officer.again"), say("officer.again.text"), "invitation", say("officer.again.button"));
  if (!is_oneself(visit, officer)) {
    act(say("officer.sign_out"), say("officer.sign_out.text"), "sign-out",
        say("officer.sign_out.button"));
    act(say("officer.disable"), say("officer.disable.text"), "disable",
        say("officer.disable.button"));
  }
}

http::Response page(const Visit& visit, int status, const Answer& answer, const FormErrors& errors,
                    const std::vector<std::string>& ticked, std::string_view done = {}) {
  const JsonView officer(answer.json);
  Sheet sheet;
  sheet.errors(errors).title(officer["name"].text());
  if (!done.empty()) sheet.inset(done);
  sheet.list(facts_of(visit, officer));
  add_forms(sheet, visit, officer, errors, ticked);
  sheet.link("/admin/officers", say("officers.back"));
  return show_admin_page(visit, status, say("officer.title"), std::move(sheet), !errors.empty());
}

Answer read_officer(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/officers/{id}", {visit.path.at("id")})});
}

// Where somebody has changed the officer since the form was shown: how they stand now.
std::optional<http::Response> stale_page(const Visit& visit, const Answer& now) {
  const JsonView officer(now.json);
  if (!was_seen_otherwise(visit, state_of(officer))) return {};
  FormErrors errors;
  errors.add("", say("officer.stale", {{"roles", listed(officer["roles"], "role.")},
                                       {"state", officer_state_text(visit, officer)}}));
  return page(visit, 409, now, errors, roles_of(officer));
}

Answer act_on(const Visit& visit, std::string_view method, std::string_view place,
              std::string body = {}) {
  return ask(visit,
             {.method = method,
              .path = address_of("/v1/officers/{id}", {visit.path.at("id")}) + std::string(place),
              .body = std::move(body)});
}

// What came of it, with the officer as they stand now where it could not be.
http::Response answered(const Visit& visit, const Answer& answer) {
  if (answer.is_good()) {
    if (answer["invitation"].is_there()) return invitation_page(visit, answer);
    return go_to("/admin/officers/" + id_in(visit, "id"));
  }
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  const auto now = read_officer(visit);
  if (!now.is_good()) return refusal(visit, now);
  FormErrors errors;
  errors.take(answer, {roles_place()});
  return page(visit, answer.status, now, errors, typed_roles(visit));
}

}  // namespace

std::string officer_state_text(const Visit& visit, const JsonView& officer) {
  if (is_disabled(officer))
    return say("officer_state.disabled", {{"time", time_text(officer["disabled_at"].text())}});
  const auto until = officer["invited_until"].text();
  if (until.empty()) return std::string(say("officer_state.in_use"));
  core::Instant at;
  const bool is_past = core::parse_instant(until, at) && at <= visit.parts.clock.now();
  return is_past ? std::string(say("officer_state.lapsed"))
                 : say("officer_state.invited", {{"time", time_text(until)}});
}

http::Response invitation_page(const Visit& visit, const Answer& officer) {
  const auto title = say("officer.invited", {{"name", officer["name"].text()}});
  Sheet sheet;
  sheet.title(title);
  add_secret(sheet, say("officer.invitation"), officer["invitation"].text());
  SummaryList list;
  list.rows = {
      {std::string(say("officer.username")), officer["username"].text()},
      {std::string(say("officer.invitation.until")), time_text(officer["invited_until"].text())}};
  sheet.list(list).text(say("officer.invitation.next"));
  sheet.link("/admin/officers/" + officer["id"].text(), say("officer.open"));
  sheet.link("/admin/officers", say("officers.back"));
  return show_admin_page(visit, 200, title, std::move(sheet));
}

http::Response show_officer(const Visit& visit) {
  const auto officer = read_officer(visit);
  if (!officer.is_good()) return refusal(visit, officer);
  return page(visit, 200, officer, {}, roles_of(JsonView(officer.json)));
}

http::Response do_set_roles(const Visit& visit) {
  const auto now = read_officer(visit);
  if (!now.is_good()) return refusal(visit, now);
  const auto wanted = typed_roles(visit);
  // As a second press finds them.
  if (roles_of(JsonView(now.json)) == wanted) return go_to("/admin/officers/" + id_in(visit, "id"));
  if (auto stale = stale_page(visit, now)) return std::move(*stale);
  if (wanted.empty()) {
    FormErrors errors;
    errors.add("roles", std::string(say("officer.roles.missing")));
    return page(visit, 422, now, errors, wanted);
  }
  core::JsonWriter body;
  body.begin_object();
  write_roles(body, wanted);
  return answered(visit, act_on(visit, "PUT", "/roles", std::move(body.end_object()).take()));
}

http::Response do_invite_again(const Visit& visit) {
  const auto now = read_officer(visit);
  if (!now.is_good()) return refusal(visit, now);
  if (auto stale = stale_page(visit, now)) return std::move(*stale);
  return answered(visit, act_on(visit, "POST", "/invitation"));
}

http::Response do_enable_officer(const Visit& visit) {
  const auto now = read_officer(visit);
  if (!now.is_good()) return refusal(visit, now);
  if (auto stale = stale_page(visit, now)) return std::move(*stale);
  return answered(visit, act_on(visit, "POST", "/enable"));
}

http::Response do_sign_officer_out(const Visit& visit) {
  const auto now = read_officer(visit);
  if (!now.is_good()) return refusal(visit, now);
  if (auto stale = stale_page(visit, now)) return std::move(*stale);
  const auto answer = act_on(visit, "DELETE", "/sessions");
  if (!answer.is_good()) return answered(visit, answer);
  return page(visit, 200, now, {}, roles_of(JsonView(now.json)), say("officer.signed_out"));
}

http::Response do_disable_officer(const Visit& visit) {
  const auto now = read_officer(visit);
  if (!now.is_good()) return refusal(visit, now);
  if (is_disabled(JsonView(now.json))) return go_to("/admin/officers/" + id_in(visit, "id"));
  if (auto stale = stale_page(visit, now)) return std::move(*stale);
  return answered(visit, act_on(visit, "DELETE", ""));
}

}  // namespace badgewatch::web
