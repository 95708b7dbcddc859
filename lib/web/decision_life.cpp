#include "web/decision_life.hpp"

#include "web/components.hpp"
#include "web/enter_by.hpp"
#include "web/entry_wording.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

std::string licence_text(const JsonView& licence) {
  auto text = licence["number"].text();
  const auto issuer = licence["issuer"].text();
  return text.empty() || issuer.empty() || issuer == "GB" ? text : text + " (" + issuer + ")";
}

std::string late_text(const Answer& decision) {
  const auto day = day_text(decision["enter_by"].text());
  if (!decision["late"].is_boolean()) return std::string(say("entry.imported"));
  return decision["late"].is_true() ? say("entry.late", {{"day", day}})
                                    : say("entry.in_time", {{"day", day}});
}

Part clocks_list(const Visit& visit, const Answer& decision) {
  SummaryList list;
  list.rows.push_back(
      {std::string(say("entry.entered_at")), time_text(decision["entered_at"].text())});
  list.rows.push_back({std::string(say("entry.enter_by")), late_text(decision)});
  const auto told = core::Date::parse_iso(decision["notified_on"].text());
  const auto reckoning = told ? enter_by_of(visit, *told).reckoning : "";
  if (!reckoning.empty()) list.rows.push_back({std::string(say("entry.reckoned")), reckoning});
  list.rows.push_back(
      {std::string(say("entry.retained_until")), day_text(decision["retained_until"].text())});
  if (decision["disputed_on"].is_there())
    list.rows.push_back({say_of("change.", "disputed"), day_text(decision["disputed_on"].text())});
  list.rows.push_back({std::string(say("entry.watched")),
                       std::string(decision["watched"].is_true() ? say("entry.watched.yes")
                                                                 : say("entry.watched.no"))});
  return component(list);
}

}  // namespace

Answer read_decision(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/decisions/{id}", {visit.path.at("id")})});
}

std::vector<Part> proposal_parts(const Answer& decision) {
  const auto proposal = decision["proposal"];
  return {strong_paragraph(
              say("entry.proposed", {{"change", say_of("change.", proposal["change"].text())},
                                     {"who", proposal["proposed_by"].text()},
                                     {"day", day_text(proposal["on"].text())}})),
          paragraph(proposal["reason"].text())};
}

Part entry_summary(const Answer& decision) {
  const auto subject = decision["subject"];
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) list.rows.push_back({std::string(key), value});
  };
  add(say_of("field.", "name"), names_text(subject));
  add(say_of("field.", "date_of_birth"), day_text(subject["date_of_birth"].text()));
  add(say_of("field.", "national_insurance_number"), subject["national_insurance_number"].text());
  add(say_of("field.", "driving_licence_number"), licence_text(subject["driving_licence_number"]));
  add(say_of("field.", "address"), addresses_text(subject));
  add(say_of("field.", "email"), subject["contact"]["email"].text());
  add(say_of("field.", "telephone"), subject["contact"]["telephone"].text());
  add(say("decision.kind"), say_of("kind.", decision["kind"].text()));
  add(say("decision.decided_on"), day_text(decision["decided_on"].text()));
  add(say("decision.notified_on"), day_text(decision["notified_on"].text()));
  add(say("decision.effective_on"), day_text(decision["effective_on"].text()));
  add(say("decision.suspension_ends_on"), day_text(decision["suspension_ends_on"].text()));
  add(say("decision.reference"), decision["your_reference"].text());
  return component(list);
}

http::Response show_decision(const Visit& visit) {
  const auto decision = read_decision(visit);
  if (!decision.is_good()) return refusal(visit, decision);
  const auto id = decision["id"].text();
  const auto state = decision["state"].text();
  Part content("decision_life");
  content.set("NAME", names_text(decision["subject"]));
  content.add("STATE",
              component(Tag{say_of("entry_state.", state), std::string(entry_state_tag(state))}));
  if (decision["proposal"].is_there())
    content.add("PROPOSAL", component(InsetText{.text = {}, .inside = proposal_parts(decision)}));
  content.add("SUMMARY", entry_summary(decision)).add("CLOCKS", clocks_list(visit, decision));
  content.add("HISTORY", component(history_table(decision["history"])));
  if (visit.may("POST", "/v1/decisions/{id}/changes")) {
    Values moves;
    const auto proposed = decision["proposal"]["change"].text();
    for (const auto& item : decision["possible"].items()) {
      const auto change = JsonView(item).text();
      // Who proposed it is no second person.
      if (change == proposed && decision["proposal"]["proposed_by_you"].is_true()) continue;
      moves.each("MOVE", Values()
                             .set("HREF", "/decisions/" + id + "/change/" + change)
                             .set("TEXT", change == proposed ? say_of("approve.", change)
                                                             : say_of("move.", change)));
    }
    content.each("MOVES", std::move(moves));
  }
  return show(visit, 200,
              {.title = std::string(say("entry.title")),
               .content = std::move(content),
               .active = "/decisions",
               .wide = true});
}

}  // namespace badgewatch::web
