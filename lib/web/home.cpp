#include "web/home.hpp"

#include "web/alerts.hpp"
#include "web/components.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

void add_card(Values& cards, const std::string& count, std::string_view text,
              const std::string& href) {
  Part card("card");
  card.set("COUNT", count).set("TEXT", text).maybe("HREF", href).show("PLAIN", href.empty());
  cards.add("CARD", std::move(card));
}

std::string_view duty_tag(const std::string& state) {
  return state == "overdue" ? "govuk-tag--red" : "govuk-tag--grey";
}

// The most urgent first, as the register gives them.
Part duties_table(const JsonView& duties) {
  Table table{.caption = std::string(say("home.duties")),
              .head = {{std::string(say("home.duty"))},
                       {std::string(say("home.due"))},
                       {std::string(say("home.state"))}},
              .rows = {}};
  for (const auto& item : duties.items()) {
    const JsonView duty(item);
    const auto state = duty["state"].text();
    table.rows.push_back(
        {{say_of("duty.", duty["kind"].text())},
         {day_text(duty["due_on"].text())},
         {.text = say_of("duty_state.", state), .tag = std::string(duty_tag(state))}});
  }
  return component(table);
}

}  // namespace

http::Response show_home(const Visit& visit) {
  Part content("home");
  content.show("CHECK", visit.may("POST", "/v1/checks"));
  Values cards;
  bool anything = false;
  if (visit.may("GET", "/v1/alerts")) {
    const auto read = read_inbox(visit, waiting_alerts);
    if (read.refused) return refusal(visit, *read.refused);
    add_card(cards, std::to_string(read.inbox.alerts.size()) + (read.inbox.whole ? "" : "+"),
             say("home.alerts"), "/alerts?state=waiting");
    anything = true;
  }
  if (visit.may("GET", "/v1/duties")) {
    const auto answer = ask(visit, {.path = "/v1/duties"});
    if (!answer.is_good()) return refusal(visit, answer);
    const auto& duties = answer["duties"].items();
    const bool more = answer["next"].is_there();
    add_card(cards, std::to_string(duties.size()) + (more ? "+" : ""), say("home.duties.count"),
             "");
    if (!duties.empty()) {
      Values there;
      there.add("DUTIES", duties_table(answer["duties"]));
      content.each("DUTIES_THERE", std::move(there));
    }
    anything = true;
  }
  if (anything) content.each("CARDS", std::move(cards));
  content.show("NOTHING", !anything);
  return show(
      visit, 200,
      {.title = std::string(say("home.title")), .content = std::move(content), .active = "/"});
}

}  // namespace badgewatch::web
