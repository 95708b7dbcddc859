#include "web/step_up.hpp"

#include "access/csrf.hpp"
#include "core/json_writer.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/form_errors.hpp"
#include "web/kept_form.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"

namespace badgewatch::web {

namespace {

// Where to go on: a page that was asked for and wants the second factor first.
std::string then_of(const Visit& visit) {
  const auto& head = visit.request.head;
  const bool is_own_form = !access::is_safe(head.method);
  return safe_path(is_own_form ? visit.typed("then") : head.path);
}

http::Response page(const Visit& visit, int status, const FormErrors& errors) {
  Part content("step_up");
  if (!errors.empty()) content.add("ERRORS", errors.summary());
  content.add("TOKEN", form_token(visit)).add("KEPT", kept_fields(visit));
  content.add("KEPT", hidden("then", then_of(visit)));
  content.add("FIELDS", component(Input{.name = "code",
                                        .label = std::string(say("sign_in.code")),
                                        .error = errors.of("code"),
                                        .hint = std::string(say("sign_in.code.hint")),
                                        .classes = "govuk-input--width-20",
                                        .autocomplete = "one-time-code",
                                        .spellcheck = "false"}));
  content.add("BUTTON",
              component(Button{.text = std::string(say("step_up.button")), .once = true}));
  return show(visit, status,
              {.title = std::string(say("step_up.title")),
               .content = std::move(content),
               .has_errors = !errors.empty()});
}

}  // namespace

http::Response second_factor_wanted(const Visit& visit) {
  return page(visit, 403, {});
}

http::Response show_step_up(const Visit& visit) {
  return page(visit, 200, {});
}

http::Response do_step_up(const Visit& visit) {
  FormErrors errors;
  const auto typed = visit.typed("code");
  if (typed.empty()) {
    errors.add("code", std::string(say("sign_in.code.missing")));
    return page(visit, 422, errors);
  }
  core::JsonWriter body;
  const bool is_code =
      typed.size() == 6 && typed.find_first_not_of("0123456789") == std::string::npos;
  body.begin_object().member(is_code ? "code" : "recovery_code", typed).end_object();
  const auto answer =
      ask(visit, {.method = "POST", .path = "/v1/session/step-up", .body = std::move(body).take()});
  if (answer.status == 401) return refusal(visit, answer);
  if (!answer.is_good()) {
    errors.add("code", answer.detail());
    return page(visit, answer.status, errors);
  }
  if (has_kept_form(visit))
    return show_kept_form(visit, answer["csrf_token"].text(), answer.cookies());
  const auto then = then_of(visit);
  return go_to(then == "/step-up" ? "/" : then, answer.cookies());
}

}  // namespace badgewatch::web
