#include "web/corrections.hpp"

#include "http/query.hpp"
#include "web/ask.hpp"
#include "web/clock_text.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array<std::string_view, 4> states = {"open", "corrected", "refused", "withdrawn"};
constexpr std::size_t whole_page = 200;  // of the API

struct Shown {
  std::string state;
  std::string after;
};

Shown shown_by(const Visit& visit) {
  Shown shown;
  const auto query = http::parse_query(visit.request.head.query, {"state", "after"});
  if (!query) return shown;
  const auto state = query->find("state").value_or("");
  const auto after = query->find("after").value_or("");
  if (std::find(states.begin(), states.end(), state) != states.end()) shown.state = state;
  const bool is_number = !after.empty() && after.size() < 19 &&
                         after.find_first_not_of("0123456789") == std::string_view::npos;
  if (is_number) shown.after = after;
  return shown;
}

std::string query_of(const Shown& shown, const std::string& after) {
  std::string query;
  if (!shown.state.empty()) query += "state=" + shown.state;
  if (!after.empty()) query += (query.empty() ? "after=" : "&after=") + after;
  return query;
}

Part filter_form(const Shown& shown) {
  Select some{.name = "state",
              .label = std::string(say("request.state")),
              .choices = {{"", std::string(say("filter.any"))}},
              .chosen = shown.state};
  for (const auto state : states)
    some.choices.push_back({std::string(state), say_of("correction_state.", state)});
  return component(
      FilterForm{"/corrections", {component(some)}, std::string(say("filter.button"))});
}

Table table_of(const Visit& visit, const core::JsonArray& requests) {
  Table table{.caption = std::string(say("corrections.title")),
              .head = {{std::string(say("request.received"))},
                       {std::string(say("correction.received_by"))},
                       {std::string(say("correction.recorded_by"))},
                       {std::string(say("request.answer_by"))},
                       {std::string(say("request.state"))}},
              .rows = {},
              .caption_classes = "govuk-visually-hidden"};
  for (const auto& item : requests) {
    const JsonView request(item);
    const auto state = request["state"].text();
    const auto due = request["answer_by"].text();
    const bool late = request["late"].is_true();
    table.rows.push_back(
        {{.text = day_text(request["received_on"].text()),
          .href = place_of("rectification_request", request["id"].text())},
         {authority_text(visit, request["received_by"].text())},
         {authority_text(visit, request["entry"]["recording_authority"].text(),
                         request["entry"]["id"].text())},
         {state == "open" ? due_text(due, visit.today()) : day_text(due)},
         {.text = late ? say("request.late", {{"state", say_of("correction_state.", state)}})
                       : say_of("correction_state.", state),
          .tag = late              ? "govuk-tag--red"
                 : state == "open" ? "govuk-tag--yellow"
                                   : "govuk-tag--grey"}});
  }
  return table;
}

}  // namespace

std::string corrections_nav(const Visit& visit) {
  return visit.may("GET", "/v1/disclosure-requests") ? "/requests" : "/corrections";
}

http::Response show_corrections(const Visit& visit) {
  const auto shown = shown_by(visit);
  const auto answer =
      ask(visit, {.path = "/v1/rectification-requests", .query = query_of(shown, shown.after)});
  if (!answer.is_good()) return refusal(visit, answer);
  const auto& requests = answer["rectification_requests"].items();
  Sheet sheet;
  sheet.title(say("corrections.title")).text(say("corrections.text")).add(filter_form(shown));
  sheet.table(table_of(visit, requests), say("corrections.none"));
  if (requests.size() >= whole_page)
    sheet.add(component(Pagination{
        "", "/corrections?" + query_of(shown, std::to_string(answer["next"].integer()))}));
  // On the first page: what former authorities were asked.
  for (const auto& former :
       shown.after.empty() ? former_authorities(visit) : std::vector<std::string>()) {
    const auto theirs =
        ask_as(visit, former, {.path = "/v1/rectification-requests", .query = query_of(shown, "")});
    if (!theirs.is_good()) return refusal(visit, theirs);
    sheet.heading(authority_text(visit, former));
    sheet.table(table_of(visit, theirs["rectification_requests"].items()), say("corrections.none"));
  }
  return show(visit, 200,
              {.title = std::string(say("corrections.title")),
               .content = std::move(sheet).take(),
               .active = corrections_nav(visit),
               .wide = true});
}

}  // namespace badgewatch::web
