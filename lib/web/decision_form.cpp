#include "web/decision_form.hpp"

#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/day_field.hpp"
#include "web/enter_by.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"

#include <array>

namespace badgewatch::web {

namespace {

// The statute's; what a deployment takes besides comes from councils' systems.
constexpr std::array<std::string_view, 4> kinds = {"refusal", "refusal_to_renew", "suspension",
                                                   "revocation"};

// Until when it is to be entered: of the day that was typed, else of today.
void add_enter_by(const Visit& visit, Part& content, const Typed& typed) {
  const auto told = core::Date::parse_iso(typed_day(typed, "notified_on"));
  const auto enter_by = enter_by_of(visit, told.value_or(visit.today()));
  if (enter_by.last_day.empty()) return;
  auto text = told ? say("decision.enter_by.typed", {{"day", enter_by.last_day}})
                   : say("decision.enter_by.today", {{"day", enter_by.last_day}});
  content.add(
      "ENTER_BY",
      component(InsetText{
          .text = {},
          .id = "enter-by",
          .inside = {strong_paragraph(text), paragraph(enter_by.reckoning),
                     component(Button{.text = std::string(say("decision.reckon")),
                                      .classes = "govuk-button--secondary govuk-!-margin-bottom-0",
                                      .name = "action",
                                      .value = "reckon"})}}));
}

Radios kind_radios(const Visit& visit, const FormErrors& errors) {
  Radios radios{.name = "kind",
                .legend = std::string(say("decision.kind")),
                .choices = {},
                .chosen = visit.typed("kind"),
                .error = errors.of("kind"),
                .classes = "govuk-radios--small"};
  for (const auto one : kinds)
    radios.choices.push_back({std::string(one), say_of("kind.", one)});
  return radios;
}

http::Response page(const Visit& visit, int status, const Typed& typed, const FormErrors& errors) {
  Part content("decision_form");
  if (!errors.empty()) content.add("ERRORS", errors.summary());
  content.add("TOKEN", form_token(visit, once_key(visit)));
  add_enter_by(visit, content, typed);
  content.add("DECISION", component(kind_radios(visit, errors)));
  content.add("DECISION", day_field(typed, errors, "decided_on", say("decision.decided_on"), ""));
  content.add("DECISION", day_field(typed, errors, "notified_on", say("decision.notified_on"),
                                    say("decision.notified_on.hint")));
  content.add("DECISION", day_field(typed, errors, "effective_on", say("decision.effective_on"),
                                    say("decision.effective_on.hint")));
  content.add("DECISION",
              day_field(typed, errors, "suspension_ends_on", say("decision.suspension_ends_on"),
                        say("decision.suspension_ends_on.hint")));
  content.add("DECISION",
              component(Checkboxes{.id = "relies",
                                   .legend = std::string(say("decision.relies.legend")),
                                   .boxes = {{"relies", "yes", std::string(say("decision.relies")),
                                              visit.typed("relies") == "yes"}},
                                   .error = errors.of("relies"),
                                   .hint = std::string(say("decision.relies.hint"))}));
  content.add("DECISION", component(Input{.name = "your_reference",
                                          .label = std::string(say("decision.reference")),
                                          .value = visit.typed("your_reference"),
                                          .error = errors.of("your_reference"),
                                          .hint = std::string(say("decision.reference.hint")),
                                          .classes = "govuk-input--width-20",
                                          .autocomplete = "off",
                                          .spellcheck = "false"}));
  add_person_fields(content, typed, errors, AskedOfPerson::what_the_act_asks);
  content.add("BUTTON",
              component(Button{.text = std::string(say("decision.button")), .once = true}));
  return show(visit, status,
              {.title = std::string(say("decision.title")),
               .content = std::move(content),
               .active = "/decisions",
               .has_errors = !errors.empty()});
}

std::vector<FieldPlace> places() {
  std::vector<FieldPlace> all = {
      {"/kind", "kind", "", std::string(say("decision.kind.missing"))},
      place_of_day("decided_on", say("decision.decided_on"), say("decision.decided_on.missing")),
      place_of_day("notified_on", say("decision.notified_on"), say("decision.notified_on.missing")),
      place_of_day("effective_on", say("decision.effective_on"),
                   say("decision.effective_on.missing")),
      place_of_day("suspension_ends_on", say("decision.suspension_ends_on"), ""),
      {"/relies_on_relevant_information", "relies", "",
       std::string(say("decision.relies.missing"))},
      {"/your_reference", "your_reference", std::string(say("decision.reference"))}};
  for (auto& one : person_places("/subject"))
    all.push_back(std::move(one));
  return all;
}

std::string body_of(const Visit& visit, const Typed& typed) {
  core::JsonWriter out;
  out.begin_object();
  if (!visit.typed("kind").empty()) out.member("kind", visit.typed("kind"));
  for (const auto* day : {"decided_on", "notified_on", "effective_on", "suspension_ends_on"})
    write_day(out, typed, day);
  out.member("relies_on_relevant_information", visit.typed("relies") == "yes");
  const auto reference = std::string(core::trim(visit.typed("your_reference")));
  if (!reference.empty()) out.member("your_reference", reference);
  out.key("subject");
  write_person(out, typed);
  return std::move(out.end_object()).take();
}

}  // namespace

http::Response show_decision_form(const Visit& visit) {
  return page(visit, 200, {}, {});
}

http::Response do_enter_decision(const Visit& visit) {
  auto typed = typed_person(visit);
  for (const auto* day : {"decided_on", "notified_on", "effective_on", "suspension_ends_on"})
    take_day(visit, typed, day);
  if (visit.typed("action") == "reckon") return page(visit, 200, typed, {});
  const auto answer = ask(visit, {.method = "POST",
                                  .path = "/v1/decisions",
                                  .body = body_of(visit, typed),
                                  .headers = {{"Idempotency-Key", once_key(visit)}}});
  if (answer.is_good()) return go_to("/decisions/" + answer["id"].text());
  if (answer.status != 422 && answer.status != 409 && answer.status != 503)
    return refusal(visit, answer);
  FormErrors errors;
  errors.take(answer, places());
  return page(visit, answer.status, typed, errors);
}

}  // namespace badgewatch::web
