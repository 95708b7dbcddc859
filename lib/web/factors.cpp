#include "web/factors.hpp"

#include "core/text.hpp"
#include "web/messages.hpp"
#include "web/qr_code.hpp"
#include "web/shown_once.hpp"

namespace badgewatch::web {

namespace {

constexpr std::size_t longest_address = 500;  // of what an authenticator app reads

Part code_field(const FormErrors& errors) {
  return component(Input{.name = "code",
                         .label = std::string(say("sign_in.code")),
                         .error = errors.of("code"),
                         .hint = std::string(say("authenticator.code.hint")),
                         .classes = "govuk-input--width-10",
                         .autocomplete = "one-time-code",
                         .inputmode = "numeric",
                         .spellcheck = "false"});
}

}  // namespace

Part new_password_field(const FormErrors& errors) {
  return component(PasswordInput{.name = "new_password",
                                 .label = std::string(say("new_password.label")),
                                 .error = errors.of("new_password"),
                                 .hint = std::string(say("new_password.hint")),
                                 .autocomplete = "new-password"});
}

Authenticator made_authenticator(const Answer& answer) {
  return {answer["username"].text(), answer["totp_secret"].text(), answer["otpauth_uri"].text()};
}

Authenticator typed_authenticator(const Visit& visit) {
  return {visit.typed("username"), visit.typed("totp_secret"), visit.typed("otpauth_uri")};
}

http::Response authenticator_page(const Visit& visit, int status, const Authenticator& app,
                                  CodeForm form, const FormErrors& errors) {
  Sheet sheet;
  sheet.errors(errors).title(say("authenticator.title")).text(say("authenticator.text"));
  if (!app.address.empty() && app.address.size() <= longest_address)
    sheet.add(qr_code(app.address, say("authenticator.qr")));
  SummaryList list;
  list.rows = {{std::string(say("sign_in.username")), app.username},
               {std::string(say("authenticator.secret")), app.secret}};
  sheet.list(list);
  auto fields = std::move(form.fields);
  fields.push_back(hidden("username", app.username));
  fields.push_back(hidden("totp_secret", app.secret));
  fields.push_back(hidden("otpauth_uri", app.address));
  fields.push_back(code_field(errors));
  sheet.add(component(visit, PostForm{.action = std::move(form.action),
                                      .fields = std::move(fields),
                                      .button = std::string(say("authenticator.button")),
                                      .once = false}));
  return show(visit, status,
              {.title = std::string(say("authenticator.title")),
               .content = std::move(sheet).take(),
               .has_errors = !errors.empty()});
}

FormErrors missing_code(const Visit& visit) {
  FormErrors errors;
  const auto code = visit.typed("code");
  if (core::trim(code).empty()) errors.add("code", std::string(say("authenticator.code.missing")));
  return errors;
}

void write_code(core::JsonWriter& out, const Visit& visit) {
  const auto code = visit.typed("code");
  out.member("code", core::trim(code));
}

FieldPlace code_place() {
  return {"/code", "code", std::string(say("sign_in.code"))};
}

void add_recovery_codes(Sheet& sheet, const Answer& answer) {
  std::string codes;
  for (const auto& code : answer["recovery_codes"].items())
    codes += (codes.empty() ? "" : "\n") + JsonView(code).text();
  add_secret(sheet, say("recovery_codes.label"), codes);
  sheet.text(say("recovery_codes.text"));
}

}  // namespace badgewatch::web
