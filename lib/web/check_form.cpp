#include "web/check_form.hpp"

#include "core/json_writer.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/messages.hpp"
#include "web/pasted_row.hpp"
#include "web/person_fields.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"

#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array<std::string_view, 5> purposes = {"new_application", "renewal", "in_term",
                                                      "investigation", "subject_request"};

http::Response page(const Visit& visit, int status, const Typed& person, const FormErrors& errors,
                    bool filled = false) {
  Part content("check_form");
  if (!errors.empty()) content.add("ERRORS", errors.summary());
  content.add("TOKEN", form_token(visit));
  if (filled)
    content.add("FILLED", component(InsetText{.text = std::string(say("check.paste.done")),
                                              .is_news = true}));
  content.show("MANY", visit.may("POST", "/v1/checks/batch"));
  Sheet paste;
  paste.add(component(TextArea{.name = "pasted",
                               .label = std::string(say("check.paste.label")),
                               .value = filled ? "" : visit.typed("pasted"),
                               .hint = std::string(say("check.paste.hint")),
                               .rows = 3}));
  paste.add(component(Button{.text = std::string(say("check.paste.button")),
                             .classes = "govuk-button--secondary",
                             .name = "action",
                             .value = "fill"}));
  content.add("PASTE", details(say("check.paste.title"), std::move(paste).take()));
  content.add("CASE", component(Input{.name = "case_reference",
                                      .label = std::string(say("check.case_reference")),
                                      .value = visit.typed("case_reference"),
                                      .error = errors.of("case_reference"),
                                      .hint = std::string(say("check.case_reference.hint")),
                                      .classes = "govuk-input--width-20",
                                      .autocomplete = "off",
                                      .spellcheck = "false"}));
  Radios why{.name = "purpose",
             .legend = std::string(say("check.purpose")),
             .choices = {},
             .chosen = visit.typed("purpose"),
             .error = errors.of("purpose"),
             .classes = "govuk-radios--small"};
  for (const auto one : purposes)
    why.choices.push_back({std::string(one), say_of("purpose.", one)});
  if (why.chosen.empty() && visit.request.head.method == "GET") why.chosen = purposes.front();
  content.add("CASE", component(why));
  add_person_fields(content, person, errors);
  content.add("BUTTON", component(Button{.text = std::string(say("check.button")), .once = true}));
  return show(visit, status,
              {.title = std::string(say("check.title")),
               .content = std::move(content),
               .active = "/check",
               .has_errors = !errors.empty()});
}

std::vector<FieldPlace> places() {
  std::vector<FieldPlace> all = {
      {"/case_reference", "case_reference", std::string(say("check.case_reference")),
       std::string(say("check.case_reference.missing"))},
      {"/purpose", "purpose", std::string(say("check.purpose")),
       std::string(say("check.purpose.missing"))}};
  for (auto& one : person_places("/subject"))
    all.push_back(std::move(one));
  return all;
}

std::string body_of(const Visit& visit, const Typed& person) {
  core::JsonWriter out;
  out.begin_object().member("case_reference", visit.typed("case_reference"));
  if (!visit.typed("purpose").empty()) out.member("purpose", visit.typed("purpose"));
  out.key("subject");
  write_person(out, person);
  return std::move(out.end_object()).take();
}

}  // namespace

http::Response show_check_form(const Visit& visit) {
  return page(visit, 200, {}, {});
}

http::Response do_check(const Visit& visit) {
  if (visit.typed("action") == "fill") {
    auto filled = typed_person(visit);
    for (auto& [name, text] : read_pasted_row(visit.typed("pasted"), visit.today()))
      if (!text.empty()) filled[name] = text;
    return page(visit, 200, filled, {}, true);
  }
  const auto person = typed_person(visit);
  const auto answer =
      ask(visit, {.method = "POST", .path = "/v1/checks", .body = body_of(visit, person)});
  if (answer.is_good()) return go_to("/checks/" + answer["id"].text());
  if (answer.status != 422 && answer.status != 503 && answer.status != 429)
    return refusal(visit, answer);
  FormErrors errors;
  // The boxes stay as they are: what could not be proven is asked again by one press.
  if (answer.status == 503) errors.add("", std::string(say("check.unproven")));
  errors.take(answer, places());
  return page(visit, answer.status, person, errors);
}

}  // namespace badgewatch::web
