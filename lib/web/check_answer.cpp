#include "web/check_answer.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/form_errors.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/stale.hpp"
#include "web/weight_bar.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace badgewatch::web {

namespace {

constexpr std::array<std::string_view, 3> findings = {"same_person", "different_person",
                                                      "undecided"};

// What somebody typed about one hit, when it could not be taken.
struct Attempt {
  std::string hit;
  const FormErrors* errors = nullptr;
};

std::string_view verdict_tag(const std::string& verdict) {
  if (verdict == "agree") return "govuk-tag--green";
  if (verdict == "similar") return "govuk-tag--yellow";
  return verdict == "conflict" ? "govuk-tag--red" : "govuk-tag--grey";
}

// What was asked, of one field.
std::string asked_text(const JsonView& subject, const std::string& field) {
  if (field == "name") return names_text(subject);
  if (field == "date_of_birth") return day_text(subject[field].text());
  if (field == "driving_licence_number") return subject[field]["number"].text();
  if (field == "address") return addresses_text(subject);
  if (field == "email" || field == "telephone") return subject["contact"][field].text();
  return subject[field].text();
}

// Of the entry no more is shown than its name and birth year.
std::string entry_text(const JsonView& entry, const std::string& field) {
  if (field == "name") return entry["name"].text();
  if (field == "date_of_birth" && entry["birth_year"].is_there())
    return say("hit.born", {{"year", std::to_string(entry["birth_year"].integer())}});
  return std::string(say("hit.not_shown"));
}

Part finding_text(std::string_view title, const JsonView& finding, bool is_news) {
  return component(InsetText{
      .text = {},
      .is_news = is_news,
      .inside = {
          strong_paragraph(title),
          paragraph(say("finding.said", {{"finding", say_of("finding.", finding["finding"].text())},
                                         {"who", finding["found_by"].text()},
                                         {"when", time_text(finding["found_at"].text())}})),
          paragraph(finding["reason"].text())}});
}

void add_decision(const Visit& visit, Values& card, const JsonView& hit, std::size_t number,
                  const Attempt& attempt) {
  const auto id = hit["id"].text();
  const bool again = attempt.hit == id;
  const auto suffix = "-" + std::to_string(number);
  Values decide;
  decide.set("HIT", id).add("TOKEN", form_token(visit, once_key(visit)));
  decide.add("FIELDS", hidden("found", hit["finding"]["found_at"].text()));
  Radios radios{.name = "finding",
                .legend = say("decide.legend", {{"number", std::to_string(number)}}),
                .choices = {},
                .chosen = again ? visit.typed("finding") : "",
                .error = again ? attempt.errors->of("finding" + suffix) : "",
                .legend_classes = "govuk-fieldset__legend--s",
                .classes = "govuk-radios--small",
                .id = "finding" + suffix};
  for (const auto one : findings)
    radios.choices.push_back({std::string(one), say_of("finding.", one)});
  decide.add("FIELDS", component(radios));
  decide.add("FIELDS",
             component(TextArea{.name = "reason",
                                .label = std::string(say("decide.reason")),
                                .value = again ? visit.typed("reason") : "",
                                .error = again ? attempt.errors->of("reason" + suffix) : "",
                                .hint = std::string(say("decide.reason.hint")),
                                .id = "reason" + suffix,
                                .rows = 2}));
  decide.add("BUTTON", component(Button{.text = std::string(say("decide.button")), .once = true}));
  card.each("DECIDE", std::move(decide));
}

Part evidence_table(const JsonView& hit, const JsonView& subject, std::size_t number) {
  Table table{.caption = say("hit.table", {{"number", std::to_string(number)}}),
              .head = {{std::string(say("hit.field"))},
                       {std::string(say("hit.asked"))},
                       {std::string(say("hit.entry"))},
                       {std::string(say("hit.verdict"))},
                       {std::string(say("hit.weight"))},
                       {std::string(say("hit.note"))}},
              .rows = {},
              .first_is_header = true,
              .caption_classes = "govuk-table__caption--s"};
  for (const auto& item : hit["evidence"].items()) {
    const JsonView one(item);
    const auto field = one["field"].text();
    const auto verdict = one["verdict"].text();
    const auto asked = asked_text(subject, field);
    table.rows.push_back(
        {{say_of("field.", field)},
         {asked.empty() ? std::string(say("hit.not_given")) : asked},
         {entry_text(hit["entry"], field)},
         {.text = say_of("verdict.", verdict), .tag = std::string(verdict_tag(verdict))},
         {.text = weight_text(one["weight"].number()) + " ",
          .inside = {weight_bar(one["weight"].number())}},
         {one["note"].text()}});
  }
  return scrolled(table);
}

Values hit_card(const Visit& visit, const JsonView& hit, const JsonView& subject,
                std::size_t number, const Attempt& attempt) {
  const auto entry = hit["entry"];
  const auto ask_whom = entry["ask"];
  Values card;
  const auto year = entry["birth_year"].is_there()
                        ? say("hit.born", {{"year", std::to_string(entry["birth_year"].integer())}})
                        : std::string(say("hit.birth_unknown"));
  card.set("NUMBER", std::to_string(number));
  // Of a concern nothing is shown but whom to ask.
  const bool is_concern = entry["type"].text() == "concern";
  card.set("NAME", is_concern ? std::string(say("hit.concern_name")) : entry["name"].text());
  card.maybe("BORN", is_concern ? std::string() : year);
  card.add("BAND",
           component(Tag{say_of("band.", hit["band"].text()),
                         hit["band"].text() == "strong" ? "govuk-tag--red" : "govuk-tag--yellow"}));
  card.set("DECISION",
           is_concern
               ? say("hit.concern",
                     {{"authority", authority_text(visit, entry["recording_authority"].text(),
                                                   entry["id"].text())}})
               : say("hit.decision",
                     {{"kind", say_of("kind.", entry["kind"].text())},
                      {"authority", authority_text(visit, entry["recording_authority"].text(),
                                                   entry["id"].text())},
                      {"day", day_text(entry["decided_on"].text())},
                      {"effective", day_text(entry["effective_on"].text())}}));
  card.set("STATE", say_of("state.", entry["state"].text()));
  const auto disputed_on = entry["disputed_on"].text();
  if (!disputed_on.empty())
    card.add("DISPUTED",
             component(InsetText{say("hit.disputed", {{"day", day_text(disputed_on)}})}));
  card.show("HELD", hit["held"].is_true());
  card.set("NEXT_STEP", hit["next_step"].text());
  card.set("TEAM", ask_whom["team"].text()).maybe("EMAIL", ask_whom["email"].text());
  card.maybe("TELEPHONE", ask_whom["telephone"].text()).maybe("URL", ask_whom["url"].text());
  card.add("WEIGHT", details(say("hit.weight.help"),
                             paragraph(say("hit.weight.text",
                                           {{"weight", weight_text(hit["weight"].number())}}))));
  // Another authority's entry, whose answer it has to have regard to.
  const bool may_ask = visit.may("POST", "/v1/disclosure-requests") && !is_concern &&
                       !is_ours(visit, entry["recording_authority"].text(), entry["id"].text());
  if (may_ask) card.each("REQUEST", Values().set("HIT", hit["id"].text()));
  card.add("EVIDENCE", evidence_table(hit, subject, number));
  if (hit["finding"].is_there())
    card.add("FOUND", finding_text(say("finding.yours"), hit["finding"], true));
  if (hit["earlier_finding"].is_there())
    card.add("EARLIER", finding_text(say("finding.earlier"), hit["earlier_finding"], false));
  add_decision(visit, card, hit, number, attempt);
  return card;
}

// Each authority once, the strongest hit's first; of many the first ones.
std::string all_to_ask(const Visit& visit, const Answer& check) {
  std::vector<std::string> all;
  for (const auto& item : check["hits"].items()) {
    const auto entry = JsonView(item)["entry"];
    auto name = authority_text(visit, entry["recording_authority"].text(), entry["id"].text());
    if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(std::move(name));
  }
  constexpr std::size_t most_named = 4;
  if (all.size() > most_named) {
    all.resize(most_named - 1);
    all.emplace_back(say("answer.others"));
  }
  auto last = std::move(all.back());
  all.pop_back();
  return all.empty() ? last : say("answer.and", {{"first", core::join(all, ", ")}, {"last", last}});
}

Banner banner_of(const Visit& visit, const Answer& check) {
  const auto outcome = check["outcome"].text();
  const auto proven_at = time_text(check["proof"]["proven_at"].text());
  Banner banner;
  if (outcome == "no_match") {
    banner.success = check["current"].is_true();
    banner.title = say("answer.no_match.title");
    banner.text = say("answer.no_match", {{"time", proven_at}});
    return banner;
  }
  banner.title = say_of("outcome.", outcome);
  if (outcome == "indeterminate") {
    banner.text = say("answer.indeterminate");
    return banner;
  }
  const auto whom = all_to_ask(visit, check);
  banner.text = outcome == "match" ? say("answer.match", {{"authorities", whom}})
                                   : say("answer.possible_match", {{"authorities", whom}});
  return banner;
}

SummaryList asked_list(const Answer& check) {
  const auto asked = check["asked"];
  const auto subject = asked["subject"];
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) list.rows.push_back({std::string(key), value});
  };
  add(say("check.case_reference"), asked["case_reference"].text());
  add(say("check.purpose"), say_of("purpose.", asked["purpose"].text()));
  for (const auto* field : {"name", "date_of_birth", "national_insurance_number",
                            "driving_licence_number", "address", "email", "telephone"})
    add(say_of("field.", field), asked_text(subject, field));
  return list;
}

http::Response page(const Visit& visit, int status, const Answer& check, const Attempt& attempt) {
  Part content("check_answer");
  if (attempt.errors != nullptr) content.add("ERRORS", attempt.errors->summary());
  content.add("BANNER", component(banner_of(visit, check)));
  content.set("ID", check["id"].text()).set("CHECKED", time_text(check["checked_at"].text()));
  if (!check["current"].is_true())
    content.add("CONTRADICTED", component(WarningText{std::string(say("answer.contradicted"))}));
  if (check["freshness"].text() == "behind")
    content.add("BEHIND", component(InsetText{std::string(say("answer.behind"))}));
  content.show("NOTHING", check["outcome"].text() == "no_match");
  content.add("ASKED", component(asked_list(check)));
  for (const auto& warning : check["warnings"].items())
    content.add("WARNING", component(InsetText{JsonView(warning)["detail"].text()}));
  content.add(
      "CERTIFICATE",
      component(Button{.text = std::string(say("answer.certificate")),
                       .classes = "govuk-button--secondary",
                       .href = address_of("/checks/{id}/certificate", {check["id"].text()})}));
  std::size_t number = 0;
  for (const auto& item : check["hits"].items())
    content.each("HIT",
                 hit_card(visit, JsonView(item), check["asked"]["subject"], ++number, attempt));
  if (check["hits_left_out"].integer() > 0)
    content.each("LEFT_OUT",
                 Values().set("COUNT", std::to_string(check["hits_left_out"].integer())));
  return show(visit, status,
              {.title = std::string(say("answer.title")),
               .content = std::move(content),
               .active = "/check",
               .has_errors = attempt.errors != nullptr,
               .wide = true});
}

Answer read_check(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/checks/{id}", {visit.path.at("id")}),
                     .query = "include=asked"});
}

// Whether somebody else decided about it since the form was shown.
bool is_decided_meanwhile(const Visit& visit, const JsonView& finding) {
  return finding.is_there() && finding["found_at"].text() != visit.typed("found") &&
         finding["found_by"].text() != visit.who->caller.label;
}

// The number of a hit on the page, from 1; 0 where it is not there.
std::size_t number_of(const Answer& check, const std::string& hit) {
  std::size_t number = 0;
  for (const auto& item : check["hits"].items()) {
    ++number;
    if (JsonView(item)["id"].text() == hit) return number;
  }
  return 0;
}

}  // namespace

http::Response show_check(const Visit& visit) {
  const auto check = read_check(visit);
  return check.is_good() ? page(visit, 200, check, {}) : refusal(visit, check);
}

http::Response do_decide_hit(const Visit& visit) {
  const auto id = visit.path.at("id");
  const auto hit = visit.path.at("hit");
  FormErrors errors;
  const auto before = read_check(visit);
  if (!before.is_good()) return refusal(visit, before);
  const auto place = number_of(before, hit);
  if (place == 0) return refusal(visit, 404);
  const auto number = std::to_string(place);
  const auto finding = JsonView(before["hits"].items()[place - 1])["finding"];
  if (is_decided_meanwhile(visit, finding)) {
    errors.add("finding-" + number, stale_text(finding, "found_by", "found_at"));
    return page(visit, 409, before, {hit, &errors});
  }
  core::JsonWriter body;
  body.begin_object();
  if (!visit.typed("finding").empty()) body.member("finding", visit.typed("finding"));
  body.member("reason", one_line(visit.typed("reason"))).end_object();
  const auto answer =
      ask(visit, {.method = "POST",
                  .path = address_of("/v1/checks/{id}/hits/{hit_id}/adjudication", {id, hit}),
                  .body = std::move(body).take(),
                  .headers = once_header(visit)});
  if (answer.is_good()) return go_to("/checks/" + id_in(visit, "id") + "#hit-" + number);
  if (answer.status != 422 && !answer.is_being_done()) return refusal(visit, answer);
  errors.take(answer,
              {{"/finding", "finding-" + number, "", std::string(say("decide.finding.missing"))},
               {"/reason", "reason-" + number, std::string(say("decide.reason")),
                std::string(say("decide.reason.missing"))}});
  return page(visit, answer.status, before, {hit, &errors});
}

}  // namespace badgewatch::web
