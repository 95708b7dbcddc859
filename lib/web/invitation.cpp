#include "web/invitation.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/messages.hpp"
#include "web/qr_code.hpp"
#include "web/refusals.hpp"
#include "web/shown_once.hpp"

namespace badgewatch::web {

namespace {

constexpr std::size_t longest_address = 500;  // of what an authenticator app reads

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
                          component(
                              PasswordInput{.name = "new_password",
                                            .label = std::string(say("invitation.password")),
                                            .error = errors.of("new_password"),
                                            .hint = std::string(say("invitation.password.hint")),
                                            .autocomplete = "new-password"})},
               .button = std::string(say("invitation.button")),
               .once = false}));
  return show(visit, status,
              {.title = std::string(say("invitation.title")),
               .content = std::move(sheet).take(),
               .has_errors = !errors.empty()});
}

// What an authenticator app is to be given.
struct Factor {
  std::string username;
  std::string secret;
  std::string address;
};

http::Response second_page(const Visit& visit, int status, const Factor& factor,
                           const FormErrors& errors) {
  Sheet sheet;
  sheet.errors(errors).title(say("invitation.app")).text(say("invitation.app.text"));
  if (factor.address.size() <= longest_address)
    sheet.add(qr_code(factor.address, say("invitation.app.qr")));
  SummaryList list;
  list.rows = {{std::string(say("sign_in.username")), factor.username},
               {std::string(say("invitation.app.secret")), factor.secret}};
  sheet.list(list);
  sheet.add(component(
      visit,
      PostForm{.action = "/invitation/code",
               .fields = {hidden("invitation", visit.typed("invitation")),
                          hidden("username", factor.username), hidden("totp_secret", factor.secret),
                          hidden("otpauth_uri", factor.address),
                          component(Input{.name = "code",
                                          .label = std::string(say("sign_in.code")),
                                          .error = errors.of("code"),
                                          .hint = std::string(say("invitation.code.hint")),
                                          .classes = "govuk-input--width-10",
                                          .autocomplete = "one-time-code",
                                          .inputmode = "numeric",
                                          .spellcheck = "false"})},
               .button = std::string(say("invitation.button")),
               .once = false}));
  return show(visit, status,
              {.title = std::string(say("invitation.app")),
               .content = std::move(sheet).take(),
               .has_errors = !errors.empty()});
}

http::Response last_page(const Visit& visit, const Answer& answer) {
  std::string codes;
  for (const auto& code : answer["recovery_codes"].items())
    codes += (codes.empty() ? "" : "\n") + JsonView(code).text();
  Sheet sheet;
  sheet.title(say("invitation.done"));
  add_secret(sheet, say("invitation.codes"), codes);
  sheet.text(say("invitation.codes.text")).link("/sign-in", say("sign_in.title"));
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
  if (password.empty()) errors.add("new_password", std::string(say("invitation.password.missing")));
  if (!errors.empty()) return first_page(visit, 422, errors);
  core::JsonWriter body;
  body.begin_object().member("invitation", core::trim(invitation));
  body.member("password", password).end_object();
  const auto answer =
      ask(visit, {.method = "POST", .path = "/v1/invitation", .body = std::move(body).take()});
  if (answer.is_good())
    return second_page(
        visit, 200,
        {answer["username"].text(), answer["totp_secret"].text(), answer["otpauth_uri"].text()},
        {});
  if (is_of_invitation(answer.status)) {
    errors.add("invitation", answer.detail());
    return first_page(visit, answer.status, errors);
  }
  if (answer.status != 422) return refusal(visit, answer);
  errors.take(answer, {{"/password", "new_password", std::string(say("invitation.password"))},
                       {"/invitation", "invitation", std::string(say("invitation.invitation"))}});
  return first_page(visit, 422, errors);
}

http::Response do_confirm_invitation(const Visit& visit) {
  const Factor factor{visit.typed("username"), visit.typed("totp_secret"),
                      visit.typed("otpauth_uri")};
  const auto code = visit.typed("code");
  FormErrors errors;
  if (core::trim(code).empty()) {
    errors.add("code", std::string(say("invitation.code.missing")));
    return second_page(visit, 422, factor, errors);
  }
  const auto invitation = visit.typed("invitation");
  core::JsonWriter body;
  body.begin_object().member("invitation", core::trim(invitation));
  body.member("code", core::trim(code)).end_object();
  const auto answer = ask(
      visit,
      {.method = "POST", .path = "/v1/invitation/confirmation", .body = std::move(body).take()});
  if (answer.is_good()) return last_page(visit, answer);
  if (is_of_invitation(answer.status)) {
    errors.add("invitation", answer.detail());
    return first_page(visit, answer.status, errors);
  }
  if (answer.status != 422) return refusal(visit, answer);
  errors.take(answer, {{"/code", "code", std::string(say("sign_in.code"))}});
  return second_page(visit, 422, factor, errors);
}

}  // namespace badgewatch::web
