#include "web/ask_disclosure.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/messages.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

// The hit that the address names; not there where the check has none such.
JsonView hit_of(const Visit& visit, const Answer& check) {
  for (const auto& item : check["hits"].items())
    if (JsonView(item)["id"].text() == visit.path.at("hit")) return JsonView(item);
  return {};
}

Answer read_check(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/checks/{id}", {visit.path.at("id")}),
                     .query = "include=asked"});
}

http::Response page(const Visit& visit, int status, const Answer& check, const JsonView& hit,
                    const FormErrors& errors) {
  const auto entry = hit["entry"];
  const auto recorder = entry["recording_authority"].text();
  const auto title = say("request.ask.title",
                         {{"authority", authority_text(visit, recorder, entry["id"].text())}});
  const auto asked = check["asked"];
  SummaryList about;
  about.rows = {
      {std::string(say("check.case_reference")), asked["case_reference"].text()},
      {std::string(say("request.you_checked")), names_text(asked["subject"])},
      {std::string(say("request.entry")),
       say("hit.decision", {{"kind", say_of("kind.", entry["kind"].text())},
                            {"authority", authority_text(visit, recorder, entry["id"].text())},
                            {"day", day_text(entry["decided_on"].text())},
                            {"effective", day_text(entry["effective_on"].text())}})},
      {std::string(say("request.entry.name")), entry["name"].text()}};
  Sheet sheet;
  sheet.errors(errors).title(title).text(say("request.ask.text")).list(about);
  sheet.add(component(
      visit,
      PostForm{.action = address_of("/checks/{id}/hits/{hit}/request",
                                    {visit.path.at("id"), visit.path.at("hit")}),
               .fields = {component(TextArea{.name = "question",
                                             .label = std::string(say("request.question")),
                                             .value = visit.typed("question"),
                                             .error = errors.of("question"),
                                             .hint = std::string(say("request.question.hint")),
                                             .rows = 8})},
               .button = std::string(say("request.ask.button"))}));
  sheet.link("/checks/" + id_in(visit, "id"), say("request.back_to_check"));
  return show(visit, status,
              {.title = title,
               .content = std::move(sheet).take(),
               .active = "/requests",
               .has_errors = !errors.empty()});
}

}  // namespace

http::Response show_ask_disclosure(const Visit& visit) {
  const auto check = read_check(visit);
  if (!check.is_good()) return refusal(visit, check);
  const auto hit = hit_of(visit, check);
  return hit.is_there() ? page(visit, 200, check, hit, {}) : refusal(visit, 404);
}

http::Response do_ask_disclosure(const Visit& visit) {
  const auto check = read_check(visit);
  if (!check.is_good()) return refusal(visit, check);
  const auto hit = hit_of(visit, check);
  if (!hit.is_there()) return refusal(visit, 404);
  core::JsonWriter body;
  body.begin_object().member("entry", hit["entry"]["id"].text());
  body.member("check", check["id"].text());
  body.member("question", core::trim(visit.typed("question"))).end_object();
  const auto answer = ask(visit, {.method = "POST",
                                  .path = "/v1/disclosure-requests",
                                  .body = std::move(body).take(),
                                  .headers = once_header(visit)});
  if (answer.is_good()) return go_to(place_of("disclosure_request", answer["id"].text()));
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  FormErrors errors;
  errors.take(answer, {{"/question", "question", std::string(say("request.question")),
                        std::string(say("request.question.missing"))}});
  return page(visit, answer.status, check, hit, errors);
}

}  // namespace badgewatch::web
