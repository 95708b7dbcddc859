#include "web/correction.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/clock_text.hpp"
#include "web/corrections.hpp"
#include "web/day_field.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/seen.hpp"
#include "web/wording.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

// What somebody sent that could not be taken, and of which form.
struct Attempt {
  std::string_view call = {};
  const FormErrors* errors = nullptr;

  bool is_of(std::string_view one) const { return call == one; }
  std::string error(std::string_view one, std::string_view field) const {
    return is_of(one) && errors != nullptr ? errors->of(field) : "";
  }
};

std::string call_of(const Visit& visit, std::string_view end) {
  return address_of("/v1/rectification-requests/{id}", {visit.path.at("id")}) + std::string(end);
}

std::string action_of(const Visit& visit, std::string_view call) {
  return address_of("/corrections/{id}/", {visit.path.at("id")}) + std::string(call);
}

// How it stands, for a form that comes back later.
std::string standing(const Answer& request) {
  return request["state"].text() + " " + request["answer_by"].text();
}

bool is_possible(const Answer& request, std::string_view act) {
  const auto& possible = request["possible"].items();
  return std::any_of(possible.begin(), possible.end(),
                     [&](const core::Json& one) { return JsonView(one).text() == act; });
}

bool may(const Visit& visit, std::string_view call) {
  return visit.may("POST", "/v1/rectification-requests/{id}/" + std::string(call));
}

SummaryList facts_of(const Visit& visit, const Answer& request) {
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value,
                       const std::string& href = {}) {
    if (!value.empty()) list.rows.push_back({std::string(key), value, href});
  };
  const auto state = request["state"].text();
  const auto due = request["answer_by"].text();
  const auto recorder = request["entry"]["recording_authority"].text();
  add(say("request.state"), say_of("correction_state.", state));
  add(say("correction.received_by"), authority_text(visit, request["received_by"].text()));
  add(say("correction.recorded_by"),
      authority_text(visit, recorder, request["entry"]["id"].text()));
  const bool opens = is_ours(visit, recorder, request["entry"]["id"].text()) &&
                     visit.may("GET", "/v1/decisions/{id}");
  if (opens)
    add(say("request.entry"), std::string(say("correction.entry.open")),
        address_of("/decisions/{id}", {request["entry"]["id"].text()}));
  add(say("request.received"), day_text(request["received_on"].text()));
  add(say("request.answer_by"), state == "open" ? due_text(due, visit.today()) : day_text(due));
  if (request["extended_on"].is_there())
    add(say("correction.extended"),
        say("correction.extended.text", {{"day", day_text(request["told_on"].text())},
                                         {"name", request["extended_by"].text()}}));
  if (request["ended_at"].is_there())
    add(say("correction.ended"),
        request["late"].is_true()
            ? say("request.answered.late", {{"time", time_text(request["ended_at"].text())}})
            : time_text(request["ended_at"].text()));
  add(say("correction.ended_by"), request["ended_by"].text());
  return list;
}

Part reasons_box(const Visit& visit, const Attempt& attempt, std::string_view call,
                 std::string_view name) {
  const std::string id = std::string(call) + "-" + std::string(name);
  return component(TextArea{.name = std::string(name),
                            .label = say_of("correction_text.", call),
                            .value = attempt.is_of(call) ? visit.typed(name) : "",
                            .error = attempt.error(call, id),
                            .hint = say_of("correction_text_hint.", call),
                            .id = id,
                            .rows = 5});
}

Part answer_form(const Visit& visit, const Answer& request, const Attempt& attempt) {
  Radios outcome{.name = "outcome",
                 .legend = std::string(say("correction.outcome")),
                 .choices = {},
                 .chosen = attempt.is_of("answer") ? visit.typed("outcome") : "",
                 .error = attempt.error("answer", "outcome")};
  for (const std::string word : {"corrected", "refused"})
    outcome.choices.push_back(
        {word, say_of("correction_outcome.", word), say_of("correction_outcome_hint.", word)});
  return component(visit, PostForm{.action = action_of(visit, "answer"),
                                   .fields = {seen_as(standing(request)), component(outcome),
                                              reasons_box(visit, attempt, "answer", "reasons")},
                                   .button = std::string(say("correction.answer.button"))});
}

Part extension_form(const Visit& visit, const Answer& request, const Attempt& attempt) {
  Typed typed;
  if (attempt.is_of("extension")) take_day(visit, typed, "told_on");
  const FormErrors none;
  const auto& errors =
      attempt.is_of("extension") && attempt.errors != nullptr ? *attempt.errors : none;
  return component(
      visit, PostForm{.action = action_of(visit, "extension"),
                      .fields = {seen_as(standing(request)),
                                 day_field(typed, errors, "told_on", say("correction.told_on"),
                                           say("correction.told_on.hint")),
                                 reasons_box(visit, attempt, "extension", "reason")},
                      .button = std::string(say("correction.extension.button")),
                      .button_classes = "govuk-button--secondary"});
}

Part withdrawal_form(const Visit& visit, const Answer& request, const Attempt& attempt) {
  return component(visit, PostForm{.action = action_of(visit, "withdrawal"),
                                   .fields = {seen_as(standing(request)),
                                              reasons_box(visit, attempt, "withdrawal", "reason")},
                                   .button = std::string(say("correction.withdrawal.button")),
                                   .button_classes = "govuk-button--secondary"});
}

void add_forms(Sheet& sheet, const Visit& visit, const Answer& request, const Attempt& attempt) {
  if (is_possible(request, "refuse") && may(visit, "answer"))
    sheet.heading(say("correction.answer")).add(answer_form(visit, request, attempt));
  if (is_possible(request, "extend") && may(visit, "extension"))
    sheet.details(say("correction.extension"), extension_form(visit, request, attempt),
                  attempt.is_of("extension"));
  if (is_possible(request, "withdraw") && may(visit, "withdrawal"))
    sheet.details(say("correction.withdrawal"), withdrawal_form(visit, request, attempt),
                  attempt.is_of("withdrawal"));
}

http::Response page(const Visit& visit, int status, const Answer& request, const Attempt& attempt) {
  const auto title = say("correction.title", {{"day", day_text(request["received_on"].text())}});
  Sheet sheet;
  if (attempt.errors != nullptr) sheet.errors(*attempt.errors);
  sheet.title(title).list(facts_of(visit, request));
  sheet.heading(say("correction.wrong")).written(request["wrong"].text());
  if (const auto reason = request["extension_reason"].text(); !reason.empty())
    sheet.heading(say("correction.extension.reason")).written(reason);
  if (const auto reasons = request["reasons"].text(); !reasons.empty())
    sheet.heading(say("correction.reasons")).written(reasons);
  add_forms(sheet, visit, request, attempt);
  const auto recorder = request["entry"]["recording_authority"].text();
  const auto entry = request["entry"]["id"].text();
  sheet.heading(say("contact.title"))
      .list(is_ours(visit, recorder, entry) ? contact_of(visit, request["received_by"].text())
                                            : contact_of(visit, recorder, entry));
  sheet.link("/corrections", say("correction.back"));
  return show(visit, status,
              {.title = title,
               .content = std::move(sheet).take(),
               .active = corrections_nav(visit),
               .has_errors = attempt.errors != nullptr});
}

Answer read_request(const Visit& visit) {
  return ask(visit, {.path = call_of(visit, "")});
}

// Whether it stands otherwise than the form was shown with, by somebody else's doing: one's own
// extension is what a second press of the same button finds.
bool is_overtaken(const Visit& visit, std::string_view call, const Answer& stands) {
  if (stands["state"].text() != "open" || !was_seen_otherwise(visit, standing(stands)))
    return false;
  return call != "extension" || stands["extended_by"].text() != visit.who->caller.label;
}

// Sends it, or shows the page again with what is wrong, as the request stands now.
http::Response send(const Visit& visit, std::string_view call, std::string body,
                    const std::vector<FieldPlace>& places) {
  const auto stands = read_request(visit);
  if (!stands.is_good()) return refusal(visit, stands);
  FormErrors errors;
  if (is_overtaken(visit, call, stands)) {
    errors.add("", std::string(say("correction.stale")));
    return page(visit, 409, stands, {call, &errors});
  }
  const auto answer = ask(visit, {.method = "POST",
                                  .path = call_of(visit, "/" + std::string(call)),
                                  .body = std::move(body),
                                  .headers = once_header(visit)});
  if (answer.is_good()) return go_to("/corrections/" + id_in(visit, "id"));
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  errors.take(answer, places);
  const auto now = read_request(visit);
  return now.is_good() ? page(visit, answer.status, now, {call, &errors}) : refusal(visit, now);
}

FieldPlace place_of_text(std::string_view call, const std::string& name) {
  return {"/" + name, std::string(call) + "-" + name, say_of("correction_text.", call),
          std::string(say("request.text.missing"))};
}

}  // namespace

http::Response show_correction(const Visit& visit) {
  const auto request = read_request(visit);
  return request.is_good() ? page(visit, 200, request, {}) : refusal(visit, request);
}

http::Response do_answer_correction(const Visit& visit) {
  core::JsonWriter body;
  body.begin_object();
  if (const auto outcome = visit.typed("outcome"); !outcome.empty())
    body.member("outcome", outcome);
  body.member("reasons", core::trim(visit.typed("reasons"))).end_object();
  return send(visit, "answer", std::move(body).take(),
              {{"/outcome", "outcome", std::string(say("correction.outcome")),
                std::string(say("correction.outcome.missing"))},
               place_of_text("answer", "reasons")});
}

http::Response do_extend_correction(const Visit& visit) {
  Typed typed;
  take_day(visit, typed, "told_on");
  core::JsonWriter body;
  body.begin_object();
  write_day(body, typed, "told_on");
  body.member("reason", core::trim(visit.typed("reason"))).end_object();
  return send(
      visit, "extension", std::move(body).take(),
      {place_of_day("told_on", say("correction.told_on"), say("correction.told_on.missing")),
       place_of_text("extension", "reason")});
}

http::Response do_withdraw_correction(const Visit& visit) {
  core::JsonWriter body;
  body.begin_object().member("reason", core::trim(visit.typed("reason"))).end_object();
  return send(visit, "withdrawal", std::move(body).take(), {place_of_text("withdrawal", "reason")});
}

}  // namespace badgewatch::web
