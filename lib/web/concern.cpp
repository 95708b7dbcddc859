#include "web/concern.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/authority_box.hpp"
#include "web/clock_text.hpp"
#include "web/concerns.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/person_fields.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/stale.hpp"
#include "web/wording.hpp"

#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array<std::string_view, 5> outcomes = {"suspended", "revoked", "warned", "no_action",
                                                      "not_ours"};

// What somebody sent that could not be taken, and of which form.
struct Attempt {
  std::string change = {};
  const FormErrors* errors = nullptr;

  std::string error(std::string_view of, const std::string& field) const {
    return change == of && errors != nullptr ? errors->of(field) : "";
  }
};

bool is_to_consider(const JsonView& concern) {
  const auto state = concern["state"].text();
  return state == "to_consider" || state == "to_review";
}

bool is_reporter(const Visit& visit, const JsonView& concern) {
  return is_ours(visit, concern["reporter"].text());
}

class Facts {
public:
  void add(std::string_view key, const std::string& value) {
    if (!value.empty()) list_.rows.push_back({std::string(key), value});
  }
  SummaryList take() && { return std::move(list_); }

private:
  SummaryList list_;
};

SummaryList facts_of(const Visit& visit, const JsonView& concern) {
  Facts facts;
  facts.add(say("concern.reporter"), authority_text(visit, concern["reporter"].text()));
  facts.add(say("concern.entered"), time_text(concern["entered_at"].text()));
  facts.add(say("concern.aware.on"), day_text(concern["became_aware_on"].text()));
  facts.add(say("concern.categories"), categories_text(concern));
  if (concern["child_sexual_exploitation"].is_true())
    facts.add(say("concern.exploitation.legend"), std::string(say("concern.exploitation")));
  const auto from = day_text(concern["observed_from"].text());
  const auto to = day_text(concern["observed_to"].text());
  facts.add(say("concern.observed"),
            to.empty() ? from : say("concern.observed.days", {{"from", from}, {"to", to}}));
  facts.add(say("concern.where"), concern["observed_where"].text());
  facts.add(say("concern.source.from"), say_of("concern_source.", concern["source"].text()));
  facts.add(say("concern.your_reference"), concern["your_reference"].text());
  facts.add(say("concern.clock"), concern_clock(visit, concern));
  facts.add(say("concern.retained"), day_text(concern["retained_until"].text()));
  return std::move(facts).take();
}

SummaryList person_of(const JsonView& subject) {
  Facts facts;
  facts.add(say("person.full_name"), names_text(subject));
  facts.add(say("person.date_of_birth"), day_text(subject["date_of_birth"].text()));
  facts.add(say("person.national_insurance_number"), subject["national_insurance_number"].text());
  facts.add(say("person.driving_licence"), subject["driving_licence_number"]["number"].text());
  facts.add(say("person.address"), addresses_text(subject));
  facts.add(say("person.email"), subject["contact"]["email"].text());
  facts.add(say("person.telephone"), subject["contact"]["telephone"].text());
  return std::move(facts).take();
}

std::string name_or_unknown(const Visit& visit, const JsonView& code) {
  return code.is_there() ? authority_text(visit, code.text())
                         : std::string(say("concern.authority.unnamed"));
}

Table issuers_of(const Visit& visit, const JsonView& concern) {
  Table table{.caption = std::string(say("concern.issuers")),
              .head = {{std::string(say("contact.authority"))},
                       {std::string(say("concern.received"))},
                       {std::string(say("concern.clock"))},
                       {std::string(say("concern.state"))}},
              .rows = {}};
  for (const auto& item : concern["issuers"].items()) {
    const JsonView issuer(item);
    const auto by = issuer["consider_by"].text();
    const bool done = issuer["considered_on"].is_there();
    table.rows.push_back(
        {{name_or_unknown(visit, issuer["authority"])},
         {day_text(issuer["received_on"].text())},
         {by.empty() ? std::string(say("concern.no_clock"))
          : done     ? day_text(by)
                     : due_text(by, visit.today())},
         {done ? say("concern.outcome.on",
                     {{"outcome", say_of("concern_outcome.", issuer["outcome"].text())},
                      {"day", day_text(issuer["considered_on"].text())}})
               : say_of("concern_state.", issuer["state"].text())}});
  }
  return table;
}

// An outcome, an authority's code, or the words of the register.
std::string detail_text(const Visit& visit, const JsonView& step) {
  const auto word = step["step"].text();
  const auto detail = step["detail"].text();
  if (word == "considered") return say_of("concern_outcome.", detail);
  if (word == "transferred") return authority_text(visit, detail);
  if (word == "received") return say_of("concern_how.", detail);
  // What it was that came and its id, or whose concern the other one is and its id.
  const auto parts = core::split(detail, ' ');
  if (parts.size() != 2) return detail;
  if (word == "came_back") return say_of("concern_cause.", parts.front());
  if (word == "joined")
    return say("concern_step.other", {{"authority", authority_text(visit, parts.front())},
                                      {"concern", std::string(parts.back())}});
  return detail;
}

Table history_of(const Visit& visit, const JsonView& concern) {
  Table table{.caption = std::string(say("concern.history")),
              .head = {{std::string(say("history.when"))},
                       {std::string(say("history.what"))},
                       {std::string(say("history.who"))},
                       {std::string(say("concern.reasons"))}},
              .rows = {}};
  for (const auto& item : concern["history"].items()) {
    const JsonView step(item);
    auto what = say_of("concern_step.", step["step"].text());
    const auto detail = detail_text(visit, step);
    if (!detail.empty()) what += ": " + detail;
    auto who = name_or_unknown(visit, step["by_authority"]);
    if (step["by"].is_there()) who = step["by"].text() + ", " + who;
    table.rows.push_back({{time_text(step["at"].text())}, {what}, {who}, {step["reasons"].text()}});
  }
  return table;
}

PostForm change_form(const Visit& visit, const JsonView& concern, std::string_view change,
                     std::vector<Part> fields) {
  fields.insert(fields.begin(), steps_shown(concern["history"].items()));
  fields.insert(fields.begin(), hidden("change", change));
  return {.action = address_of("/concerns/{id}/changes", {visit.path.at("id")}),
          .fields = std::move(fields),
          .button = say_of("concern_change_button.", change)};
}

Part reasons_box(const Visit& visit, const Attempt& attempt, const std::string& change) {
  return component(TextArea{.name = "reasons",
                            .label = std::string(say("concern.reasons")),
                            .value = attempt.change == change ? visit.typed("reasons") : "",
                            .error = attempt.error(change, "reasons-" + change),
                            .hint = std::string(say("concern.reasons.hint")),
                            .id = "reasons-" + change,
                            .rows = 4});
}

Part authority_box(const Visit& visit, const Attempt& attempt, const std::string& change) {
  const std::string id = "authority-" + change;
  return component(Input{.name = "authority",
                         .label = say_of("concern_change_authority.", change),
                         .value = attempt.change == change ? visit.typed("authority") : "",
                         .error = attempt.error(change, id),
                         .hint = std::string(say("concern.authority.hint")),
                         .id = id,
                         .autocomplete = "off"});
}

Part consider_form(const Visit& visit, const JsonView& concern, const Attempt& attempt) {
  const bool again = attempt.change == "consider";
  Radios radios{.name = "outcome",
                .legend = std::string(say("concern.outcome.legend")),
                .choices = {},
                .chosen = again ? visit.typed("outcome") : "",
                .error = attempt.error("consider", "outcome")};
  for (const auto outcome : outcomes)
    radios.choices.push_back({std::string(outcome), say_of("concern_outcome.", outcome),
                              say_of("concern_outcome_hint.", outcome)});
  DateInput on{.id = "on",
               .legend = std::string(say("concern.considered_on")),
               .name_prefix = "on",
               .day = again ? visit.typed("on-day") : "",
               .month = again ? visit.typed("on-month") : "",
               .year = again ? visit.typed("on-year") : "",
               .error = attempt.error("consider", "on-day"),
               .hint = std::string(say("concern.considered_on.hint"))};
  return component(visit, change_form(visit, concern, "consider",
                                      {component(radios), component(on),
                                       reasons_box(visit, attempt, "consider")}));
}

void add_forms(Sheet& sheet, const Visit& visit, const JsonView& concern, const Attempt& attempt) {
  if (!visit.may("POST", "/v1/concerns/{id}/changes")) return;
  if (is_to_consider(concern)) {
    sheet.heading(say("concern.consider")).text(say("concern.consider.text"));
    sheet.add(consider_form(visit, concern, attempt));
    sheet.details(say("concern.transfer"),
                  component(visit, change_form(visit, concern, "transfer",
                                               {authority_box(visit, attempt, "transfer"),
                                                reasons_box(visit, attempt, "transfer")})),
                  attempt.change == "transfer");
  }
  if (is_reporter(visit, concern))
    sheet.details(say("concern.name_issuer"),
                  component(visit, change_form(visit, concern, "name_issuer",
                                               {authority_box(visit, attempt, "name_issuer")})),
                  attempt.change == "name_issuer");
}

http::Response page(const Visit& visit, int status, const Answer& answer, const Attempt& attempt) {
  const JsonView concern(answer.json);
  const auto title = std::string(say("concern.title"));
  const auto particulars = concern["particulars"].text();
  Sheet sheet;
  if (attempt.errors != nullptr) sheet.errors(*attempt.errors);
  sheet.title(title).list(facts_of(visit, concern));
  if (!particulars.empty()) sheet.heading(say("concern.particulars")).written(particulars);
  sheet.heading(say("concern.person.title")).list(person_of(concern["subject"]));
  sheet.table(issuers_of(visit, concern),
              say_of("concern_routing_text.", concern["routing"].text()));
  sheet.table(history_of(visit, concern));
  add_forms(sheet, visit, concern, attempt);
  if (!is_reporter(visit, concern))
    sheet.heading(say("contact.title")).list(contact_of(visit, concern["reporter"].text()));
  sheet.link("/concerns", say("concern.back"));
  return show(visit, status,
              {.title = title,
               .content = std::move(sheet).take(),
               .active = "/concerns",
               .has_errors = attempt.errors != nullptr});
}

Answer read_concern(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/concerns/{id}", {visit.path.at("id")})});
}

std::string body_of(const Visit& visit, const std::string& change) {
  core::JsonWriter out;
  out.begin_object().member("change", change);
  const auto add = [&](std::string_view name, std::string_view text) {
    if (!core::trim(text).empty()) out.member(name, core::trim(text));
  };
  if (change == "consider") {
    add("outcome", visit.typed("outcome"));
    Typed day;
    for (const auto* part : {"on-day", "on-month", "on-year"})
      day[part] = visit.typed(part);
    add("on", typed_day(day, "on"));
  }
  if (change == "transfer") add("to", typed_authority(visit, "authority"));
  if (change == "name_issuer") add("issuer", typed_authority(visit, "authority"));
  if (change != "name_issuer") add("reasons", visit.typed("reasons"));
  return std::move(out.end_object()).take();
}

std::vector<FieldPlace> places(const std::string& change) {
  const auto authority = say_of("concern_change_authority.", change);
  const std::string missing(say("concern.authority.missing"));
  const std::string unknown(say("concern.authority.unknown"));
  return {{"/outcome", "outcome", std::string(say("concern.outcome")),
           std::string(say("concern.outcome.missing"))},
          {"/on", "on-day", std::string(say("concern.considered_on"))},
          {"/to", "authority-" + change, authority, missing, unknown},
          {"/issuer", "authority-" + change, authority, missing, unknown},
          {"/reasons", "reasons-" + change, std::string(say("concern.reasons")),
           std::string(say("concern.reasons.missing"))}};
}

}  // namespace

http::Response show_concern(const Visit& visit) {
  const auto concern = read_concern(visit);
  return concern.is_good() ? page(visit, 200, concern, {}) : refusal(visit, concern);
}

http::Response do_concern_change(const Visit& visit) {
  const auto concern = read_concern(visit);
  if (!concern.is_good()) return refusal(visit, concern);
  const auto change = visit.typed("change");
  const auto& history = concern["history"].items();
  FormErrors errors;
  if (is_stale(visit, history, "by")) {
    errors.add("", stale_text(JsonView(history.back()), "by", "at"));
    return page(visit, 409, concern, {change, &errors});
  }
  const auto answer =
      ask(visit, {.method = "POST",
                  .path = address_of("/v1/concerns/{id}/changes", {visit.path.at("id")}),
                  .body = body_of(visit, change),
                  .headers = once_header(visit)});
  if (answer.is_good()) return go_to("/concerns/" + id_in(visit, "id"));
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  errors.take(answer, places(change));
  const auto now = read_concern(visit);
  return now.is_good() ? page(visit, answer.status, now, {change, &errors}) : refusal(visit, now);
}

}  // namespace badgewatch::web
