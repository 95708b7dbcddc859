#include "web/sign_in.hpp"

#include "access/csrf.hpp"
#include "core/json_writer.hpp"
#include "http/percent.hpp"
#include "http/query.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/form_errors.hpp"
#include "web/kept_form.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"

namespace badgewatch::web {

namespace {

enum class Why { asked, ended, signed_out };

std::string then_of(const Visit& visit) {
  if (!access::is_safe(visit.request.head.method)) return safe_path(visit.typed("then"));
  const auto query =
      http::parse_query(visit.request.head.query, {"then", "signed-out", "authority"});
  return safe_path(query ? query->find("then").value_or("/") : "/");
}

// Who has a form in this page goes there in a tab of its own, comes back and sends it on.
void append_providers(const Visit& visit, Part& content, bool keeps_form, const std::string& then) {
  const auto answer = ask(visit, {.path = "/v1/identity-providers"});
  const auto& providers = answer["identity_providers"].items();
  for (const auto& one : providers) {
    const JsonView provider(one);
    const auto way = then == "/" ? "" : "?to=" + http::percent_encode(then);
    content.each("PROVIDER", Values()
                                 .set("HREF", provider["sign_in"].text() + way)
                                 .set("NAME", provider["title"].text())
                                 .show("APART", keeps_form)
                                 .show("HERE", !keeps_form));
  }
  if (keeps_form && !providers.empty())
    content.add("CARRY_ON", component(Button{.text = std::string(say("sign_in.carry_on")),
                                             .classes = "govuk-button--secondary"}));
}

http::Response page(const Visit& visit, int status, Why why, const FormErrors& errors,
                    const std::string& then) {
  Part content("sign_in");
  if (!errors.empty()) content.add("ERRORS", errors.summary());
  if (why != Why::asked)
    content.add("WHY", component(InsetText{std::string(
                           why == Why::ended ? say("sign_in.ended") : say("sign_in.signed_out"))}));
  Sheet help;
  help.text(say("sign_in.help.device")).text(say("sign_in.help.password"));
  help.text(say("sign_in.help.demo"));
  content.add("HELP", details(say("sign_in.help"), std::move(help).take()));
  content.set("THEN", then).add("KEPT", kept_fields(visit));
  content.add("FIELDS", component(Input{.name = "username",
                                        .label = std::string(say("sign_in.username")),
                                        .value = why == Why::ended ? "" : visit.typed("username"),
                                        .error = errors.of("username"),
                                        .hint = std::string(say("sign_in.username.hint")),
                                        .autocomplete = "username",
                                        .spellcheck = "false"}));
  content.add("FIELDS", component(PasswordInput{.name = "password",
                                                .label = std::string(say("sign_in.password")),
                                                .error = errors.of("password")}));
  content.add("FIELDS", component(Input{.name = "code",
                                        .label = std::string(say("sign_in.code")),
                                        .error = errors.of("code"),
                                        .hint = std::string(say("sign_in.code.hint")),
                                        .classes = "govuk-input--width-20",
                                        .autocomplete = "one-time-code",
                                        .spellcheck = "false"}));
  content.add("BUTTON",
              component(Button{.text = std::string(say("sign_in.button")), .once = true}));
  append_providers(visit, content, why == Why::ended || has_kept_form(visit), then);
  return show(visit, status,
              {.title = std::string(say("sign_in.title")),
               .content = std::move(content),
               .has_errors = !errors.empty()});
}

// Six digits are the authenticator's; anything else is a recovery code.
void write_code(core::JsonWriter& out, const std::string& typed) {
  std::string digits;
  for (const char c : typed)
    if (c != ' ') digits += c;
  const bool is_code =
      digits.size() == 6 && digits.find_first_not_of("0123456789") == std::string::npos;
  out.member(is_code ? "code" : "recovery_code", is_code ? digits : typed);
}

FormErrors missing_of(const Visit& visit) {
  FormErrors errors;
  if (visit.typed("username").empty())
    errors.add("username", std::string(say("sign_in.username.missing")));
  if (visit.typed("password").empty())
    errors.add("password", std::string(say("sign_in.password.missing")));
  if (visit.typed("code").empty()) errors.add("code", std::string(say("sign_in.code.missing")));
  return errors;
}

}  // namespace

http::Response show_sign_in(const Visit& visit) {
  const auto query = http::parse_query(visit.request.head.query, {"then", "signed-out"});
  const bool signed_out = query && query->find("signed-out");
  if (visit.who != nullptr) return go_to("/");
  return page(visit, 200, signed_out ? Why::signed_out : Why::asked, {}, then_of(visit));
}

http::Response do_sign_in(const Visit& visit) {
  const auto then = then_of(visit);
  if (visit.who != nullptr && visit.typed("username").empty())  // at a provider, in another tab
    return has_kept_form(visit) ? show_kept_form(visit, visit.csrf(), {}) : go_to(then);
  auto errors = missing_of(visit);
  if (!errors.empty()) return page(visit, 422, Why::asked, errors, then);
  core::JsonWriter body;
  body.begin_object().member("username", visit.typed("username"));
  body.member("password", visit.typed("password"));
  write_code(body, visit.typed("code"));
  const auto answer =
      ask(visit,
          {.method = "POST", .path = "/v1/session", .body = std::move(body.end_object()).take()});
  if (answer.status == 401) {
    errors.add("username", answer.detail());
    return page(visit, 401, Why::asked, errors, then);
  }
  if (answer.status == 422 || answer.status == 429) {
    errors.add("username", answer.detail());
    return page(visit, answer.status, Why::asked, errors, then);
  }
  if (!answer.is_good()) return refusal(visit, answer);
  if (has_kept_form(visit))
    return show_kept_form(visit, answer["csrf_token"].text(), answer.cookies());
  return go_to(then, answer.cookies());
}

http::Response do_sign_out(const Visit& visit) {
  const auto answer = ask(visit, {.method = "DELETE", .path = "/v1/session"});
  if (!answer.is_good() && answer.status != 401) return refusal(visit, answer);
  const auto elsewhere = answer["sign_out_at"].text();
  return go_to(elsewhere.empty() ? "/sign-in?signed-out=" : elsewhere, answer.cookies());
}

http::Response session_ended(const Visit& visit) {
  const auto& head = visit.request.head;
  if (!access::is_safe(head.method)) return page(visit, 401, Why::ended, {}, "/");
  if (head.path == "/") return go_to("/sign-in");
  return go_to("/sign-in?then=" + http::percent_encode(head.path));
}

}  // namespace badgewatch::web
