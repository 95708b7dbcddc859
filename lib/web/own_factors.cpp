#include "web/own_factors.hpp"

#include "web/account.hpp"
#include "web/factors.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/step_up.hpp"

#include <optional>

namespace badgewatch::web {

namespace {

constexpr std::string_view password_place = "/account/password";
constexpr std::string_view app_place = "/account/app";
constexpr std::string_view codes_place = "/account/recovery-codes";

http::Response page(const Visit& visit, int status, std::string_view title, Sheet sheet,
                    bool has_errors = false) {
  sheet.link(std::string(account_place), say("account.back"));
  return show(
      visit, status,
      {.title = std::string(title), .content = std::move(sheet).take(), .has_errors = has_errors});
}

http::Response kept_by_provider(const Visit& visit) {
  Sheet sheet;
  sheet.title(say("account.how")).text(say("account.provider"));
  return page(visit, 409, say("account.how"), std::move(sheet));
}

// Nothing where they may go on: they have an account of the register's own, and will not be asked
// for a second factor behind the form, which keeps no password meanwhile.
std::optional<http::Response> in_the_way(const Visit& visit) {
  const auto session = ask(visit, {.path = "/v1/session"});
  if (!session.is_good()) return refusal(visit, session);
  if (!has_local_account(session)) return kept_by_provider(visit);
  core::Instant until;
  const bool is_fresh = core::parse_instant(session["second_factor_fresh_until"].text(), until) &&
                        visit.parts.clock.now() < until;
  if (!is_fresh) return second_factor_wanted(visit);
  return {};
}

// Of an answer that no form is shown with.
http::Response refused(const Visit& visit, const Answer& answer) {
  return answer.status == 409 ? kept_by_provider(visit) : refusal(visit, answer);
}

http::Response password_page(const Visit& visit, int status, const FormErrors& errors) {
  const auto title = say("own_password.title");
  Sheet sheet;
  sheet.errors(errors).title(title).text(say("own_password.text"));
  sheet.add(component(
      visit,
      PostForm{.action = std::string(password_place),
               .fields = {component(PasswordInput{.name = "password",
                                                  .label = std::string(say("own_password.present")),
                                                  .error = errors.of("password")}),
                          new_password_field(errors)},
               .button = std::string(say("own_password.button")),
               .once = false}));
  return page(visit, status, title, std::move(sheet), !errors.empty());
}

http::Response app_page(const Visit& visit, const Authenticator& app, int status,
                        const FormErrors& errors) {
  return authenticator_page(visit, status, app, {.action = std::string(app_place) + "/code"},
                            errors);
}

// A page of one button.
http::Response button_page(const Visit& visit, std::string_view place, std::string_view title,
                           Sheet sheet, std::string_view button) {
  sheet.add(component(
      visit, PostForm{.action = std::string(place), .button = std::string(button), .once = false}));
  return page(visit, 200, title, std::move(sheet));
}

http::Response codes_page(const Visit& visit, std::string_view title, std::string_view text,
                          const Answer& answer) {
  Sheet sheet;
  sheet.title(title).text(text);
  add_recovery_codes(sheet, answer);
  return page(visit, 200, title, std::move(sheet));
}

// As a second press finds it, which takes the codes from before the eyes of who pressed.
http::Response nothing_to_confirm(const Visit& visit) {
  const auto title = say("own_app.none");
  Sheet sheet;
  sheet.title(title).text(say("own_app.none.text"));
  sheet.link(std::string(codes_place), say("own_codes.title"));
  sheet.link(std::string(app_place), say("own_app.again"));
  return page(visit, 409, title, std::move(sheet));
}

}  // namespace

http::Response show_own_password(const Visit& visit) {
  if (auto response = in_the_way(visit)) return std::move(*response);
  return password_page(visit, 200, {});
}

http::Response do_change_password(const Visit& visit) {
  // A form that was kept while they signed in bears no password.
  if (!visit.form.find("new_password")) return show_own_password(visit);
  const auto present = visit.typed("password");
  const auto wanted = visit.typed("new_password");
  FormErrors errors;
  if (present.empty()) errors.add("password", std::string(say("own_password.missing")));
  if (wanted.empty()) errors.add("new_password", std::string(say("new_password.missing")));
  if (!errors.empty()) return password_page(visit, 422, errors);
  core::JsonWriter body;
  body.begin_object().member("password", present).member("new_password", wanted).end_object();
  const auto answer =
      ask(visit, {.method = "PUT", .path = "/v1/session/password", .body = std::move(body).take()});
  if (answer.is_good()) {
    const auto title = say("own_password.done");
    Sheet sheet;
    sheet.title(title).text(say("own_password.done.text"));
    return page(visit, 200, title, std::move(sheet));
  }
  if (answer.status == 403 && !answer.wants_second_factor())
    errors.add("password", std::string(say("own_password.wrong")));
  else if (answer.status == 429)
    errors.add("password", answer.detail());
  else if (answer.status == 422)
    errors.take(answer,
                {{"/password", "password", std::string(say("own_password.present"))},
                 {"/new_password", "new_password", std::string(say("new_password.label"))}});
  else
    return refused(visit, answer);
  return password_page(visit, answer.status, errors);
}

http::Response show_own_app(const Visit& visit) {
  if (auto response = in_the_way(visit)) return std::move(*response);
  Sheet sheet;
  sheet.title(say("own_app.title")).text(say("own_app.text")).text(say("own_app.what"));
  return button_page(visit, app_place, say("own_app.title"), std::move(sheet),
                     say("own_app.button"));
}

http::Response do_propose_app(const Visit& visit) {
  const auto answer = ask(visit, {.method = "POST", .path = "/v1/session/totp"});
  if (!answer.is_good()) return refused(visit, answer);
  return app_page(visit, made_authenticator(answer), 200, {});
}

http::Response do_confirm_app(const Visit& visit) {
  const auto app = typed_authenticator(visit);
  if (!visit.form.find("code")) return app_page(visit, app, 200, {});  // nor does it bear a code
  auto errors = missing_code(visit);
  if (!errors.empty()) return app_page(visit, app, 422, errors);
  core::JsonWriter body;
  body.begin_object();
  write_code(body, visit);
  body.end_object();
  const auto answer = ask(
      visit,
      {.method = "POST", .path = "/v1/session/totp/confirmation", .body = std::move(body).take()});
  if (answer.is_good())
    return codes_page(visit, say("own_app.done"), say("own_app.done.text"), answer);
  if (answer.status == 409) return nothing_to_confirm(visit);
  if (answer.status != 422) return refusal(visit, answer);
  errors.take(answer, {code_place()});
  return app_page(visit, app, 422, errors);
}

http::Response show_own_codes(const Visit& visit) {
  if (auto response = in_the_way(visit)) return std::move(*response);
  Sheet sheet;
  sheet.title(say("own_codes.title")).text(say("own_codes.text"));
  return button_page(visit, codes_place, say("own_codes.title"), std::move(sheet),
                     say("own_codes.button"));
}

// Each press makes a set that ends the one before: the page that is shown last has the one in
// force.
http::Response do_make_codes(const Visit& visit) {
  const auto answer = ask(visit, {.method = "POST", .path = "/v1/session/recovery-codes"});
  if (!answer.is_good()) return refused(visit, answer);
  return codes_page(visit, say("own_codes.done"), say("own_codes.done.text"), answer);
}

}  // namespace badgewatch::web
