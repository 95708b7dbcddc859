#include "web/duties.hpp"

#include "core/date.hpp"
#include "core/uuid.hpp"
#include "domain/duty.hpp"
#include "http/query.hpp"
#include "web/clock_text.hpp"
#include "web/messages.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <array>

namespace badgewatch::web {

namespace {

using domain::DutyKind;
using domain::DutyState;

// What may stand in the list: a decision is entered by its own clock.
constexpr std::array kinds{DutyKind::share_concern,     DutyKind::consider_concern,
                           DutyKind::review_concern,    DutyKind::answer_disclosure,
                           DutyKind::acknowledge_alert, DutyKind::rectify,
                           DutyKind::subject_request,   DutyKind::contact_review};
constexpr std::array states{DutyState::overdue, DutyState::open, DutyState::paused, DutyState::done,
                            DutyState::transferred};
constexpr std::string_view page_length = "50";

// What the address asks for; a word that is none of the register's shows what waits.
struct Shown {
  std::string kind;
  std::string state;
  std::string after;  // where the page before ended
};

// As the API gives it: a day and an id.
bool is_place(std::string_view text) {
  const auto dot = text.find('.');
  return dot != std::string_view::npos && core::Date::parse_iso(text.substr(0, dot)) &&
         core::Uuid::parse(text.substr(dot + 1));
}

Shown shown_by(const Visit& visit) {
  Shown shown;
  const auto query = http::parse_query(visit.request.head.query, {"kind", "state", "after"});
  if (!query) return shown;
  const auto kind = query->find("kind").value_or("");
  const auto state = query->find("state").value_or("");
  const auto after = query->find("after").value_or("");
  if (domain::duty_kind_named(kind)) shown.kind = kind;
  if (domain::duty_state_named(state)) shown.state = state;
  if (is_place(after)) shown.after = after;
  return shown;
}

std::string query_of(const Shown& shown, const std::string& after) {
  std::string query;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) query += (query.empty() ? "" : "&") + std::string(name) + "=" + value;
  };
  add("kind", shown.kind);
  add("state", shown.state);
  add("after", after);
  return query;
}

std::string address_of_page(const Shown& shown, const std::string& after) {
  const auto query = query_of(shown, after);
  return std::string(duties_place) + (query.empty() ? "" : "?" + query);
}

Part filter_form(const Shown& shown) {
  Select which{.name = "kind",
               .label = std::string(say("home.duty")),
               .choices = {{"", std::string(say("filter.any"))}},
               .chosen = shown.kind};
  for (const auto kind : kinds) {
    const std::string name(domain::name_of(kind));
    which.choices.push_back({name, say_of("duty.", name)});
  }
  Select some{.name = "state",
              .label = std::string(say("home.state")),
              .choices = {{"", std::string(say("duties.waiting"))}},
              .chosen = shown.state};
  for (const auto state : states) {
    const std::string name(domain::name_of(state));
    some.choices.push_back({name, say_of("duty_state.", name)});
  }
  return component(FilterForm{std::string(duties_place),
                              {component(which), component(some)},
                              std::string(say("filter.button"))});
}

std::string counts_text(const JsonView& waiting) {
  const auto plus = waiting["count_is_whole"].is_true() ? "" : "+";
  return say("duties.counts", {{"count", std::to_string(waiting["count"].integer()) + plus},
                               {"overdue", std::to_string(waiting["overdue"].integer())}});
}

// A done one was done on a day, and is neither left nor late any more.
std::string day_of(const Visit& visit, const JsonView& duty, const std::string& state) {
  if (state == "done")
    return say("duties.done_on", {{"due", day_text(duty["due_on"].text())},
                                  {"done", day_text(duty["done_on"].text())}});
  if (state == "transferred") return day_text(duty["due_on"].text());
  return due_text(duty["due_on"].text(), visit.today());
}

}  // namespace

Table duties_table(const Visit& visit, std::string_view caption, const JsonView& duties) {
  Table table{.caption = std::string(caption),
              .head = {{std::string(say("home.duty"))},
                       {std::string(say("home.due"))},
                       {std::string(say("home.state"))}},
              .rows = {}};
  for (const auto& item : duties.items()) {
    const JsonView duty(item);
    const auto state = duty["state"].text();
    const auto about = duty["about"];
    table.rows.push_back({{.text = say_of("duty.", duty["kind"].text()),
                           .href = place_of(about["type"].text(), about["id"].text())},
                          {day_of(visit, duty, state)},
                          {.text = say_of("duty_state.", state),
                           .tag = state == "overdue" ? "govuk-tag--red" : "govuk-tag--grey"}});
  }
  return table;
}

http::Response show_duties(const Visit& visit) {
  const auto shown = shown_by(visit);
  auto query = query_of(shown, shown.after);
  query += (query.empty() ? "limit=" : "&limit=") + std::string(page_length);
  const auto answer = ask(visit, {.path = "/v1/duties", .query = query});
  if (!answer.is_good()) return refusal(visit, answer);
  Sheet sheet;
  sheet.title(say("duties.title")).text(counts_text(answer["waiting"])).add(filter_form(shown));
  const bool is_chosen = !shown.kind.empty() || !shown.state.empty() || !shown.after.empty();
  auto table = duties_table(visit, say("duties.title"), answer["duties"]);
  table.caption_classes = "govuk-visually-hidden";
  sheet.table(table, is_chosen ? say("duties.none.such") : say("home.duties.none"));
  const auto next = answer["next"].text();
  if (!shown.after.empty() || !next.empty())
    sheet.add(component(Pagination{shown.after.empty() ? "" : address_of_page(shown, ""),
                                   next.empty() ? "" : address_of_page(shown, next)}));
  return show(visit, 200,
              {.title = std::string(say("duties.title")),
               .content = std::move(sheet).take(),
               .active = "/",
               .wide = true});
}

}  // namespace badgewatch::web
