#include "web/invitation.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/factors.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"

namespace badgewatch::web {

namespace {

http::Response first_page(const Visit& visit, int status, const FormErrors& errors) {
  Sheet sheet;
  sheet.errors(errors).title(say("invitation.title")).text(say("invitation.text"));
  sheet.add(component(
      visit,
      PostForm{.action = "/invitation",
               .fields = {component(Input{.name = "invitation",
                                          .label = std::string(say("invitation.invitation")),
                                          .value = visit.typed("invitation"),
                                          .error = errors.of("invitation"),
                                          .hint = std::string(say("invitation.invitation.hint")),
                                          .autocomplete = "off",
                                          .spellcheck = "false"}),
                          new_password_field(errors)},
               .button = std::string(say("invitation.button")),
               .once = false}));
  return show(visit, status,
              {.title = std::string(say("invitation.title")),
               .content = std::move(sheet).take(),
               .has_errors = !errors.empty()});
}

http::Response second_page(const Visit& visit, int status, const Authenticator& app,
                           const FormErrors& errors) {
  return authenticator_page(
      visit, status, app,
      {.action = "/invitation/code", .fields = {hidden("invitation", visit.typed("invitation"))}},
      errors);
}

http::Response last_page(const Visit& visit, const Answer& answer) {
  Sheet sheet;
  sheet.title(say("invitation.done"));
  add_recovery_codes(sheet, answer);
  sheet.link("/sign-in", say("sign_in.title"));
  return show(visit, 200,
              {.title = std::string(say("invitation.done")), .content = std::move(sheet).take()});
}

// Of a status that belongs to the invitation itself: it is asked for once more.
bool is_of_invitation(int status) {
  return status == 401 || status == 409 || status == 429;
}

}  // namespace

http::Response show_invitation(const Visit& visit) {
  return first_page(visit, 200, {});
}

http::Response do_take_invitation(const Visit& visit) {
  const auto invitation = visit.typed("invitation");
  const auto password = visit.typed("new_password");
  FormErrors errors;
  if (core::trim(invitation).empty())
    errors.add("invitation", std::string(say("invitation.invitation.missing")));
  if (password.empty()) errors.add("new_password", std::string(say("new_password.missing")));
  if (!errors.empty()) return first_page(visit, 422, errors);
  core::JsonWriter body;
  body.begin_object().member("invitation", core::trim(invitation));
  body.member("password", password).end_object();
  const auto answer =
      ask(visit, {.method = "POST", .path = "/v1/invitation", .body = std::move(body).take()});
  if (answer.is_good()) return second_page(visit, 200, made_authenticator(answer), {});
  if (is_of_invitation(answer.status)) {
    errors.add("invitation", answer.detail());
    return first_page(visit, answer.status, errors);
  }
  if (answer.status != 422) return refusal(visit, answer);
  errors.take(answer, {{"/password", "new_password", std::string(say("new_password.label"))},
                       {"/invitation", "invitation", std::string(say("invitation.invitation"))}});
  return first_page(visit, 422, errors);
}

http::Response do_confirm_invitation(const Visit& visit) {
  const auto app = typed_authenticator(visit);
  auto errors = missing_code(visit);
  if (!errors.empty()) return second_page(visit, 422, app, errors);
  const auto invitation = visit.typed("invitation");
  core::JsonWriter body;
  body.begin_object().member("invitation", core::trim(invitation));
  write_code(body, visit);
  body.end_object();
  const auto answer = ask(
      visit,
      {.method = "POST", .path = "/v1/invitation/confirmation", .body = std::move(body).take()});
  if (answer.is_good()) return last_page(visit, answer);
  if (is_of_invitation(answer.status)) {
    errors.add("invitation", answer.detail());
    return first_page(visit, answer.status, errors);
  }
  if (answer.status != 422) return refusal(visit, answer);
  errors.take(answer, {code_place()});
  return second_page(visit, 422, app, errors);
}

}  // namespace badgewatch::web
