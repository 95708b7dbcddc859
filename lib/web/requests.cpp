#include "web/requests.hpp"

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

constexpr std::array<std::string_view, 2> lists = {"to_answer", "asked"};
constexpr std::array<std::string_view, 4> states = {"open", "answered", "closed", "withdrawn"};
constexpr std::size_t whole_page = 200;  // of the API

struct Shown {
  std::string list{lists.front()};
  std::string state;
  std::string after;
};

template <std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Shown shown_by(const Visit& visit) {
  Shown shown;
  const auto query = http::parse_query(visit.request.head.query, {"list", "state", "after"});
  if (!query) return shown;
  const auto list = query->find("list").value_or("");
  const auto state = query->find("state").value_or("");
  const auto after = query->find("after").value_or("");
  if (is_one_of(lists, list)) shown.list = list;
  if (is_one_of(states, state)) shown.state = state;
  const bool is_number = !after.empty() && after.size() < 19 &&
                         after.find_first_not_of("0123456789") == std::string_view::npos;
  if (is_number) shown.after = after;
  return shown;
}

std::string query_of(const Shown& shown, const std::string& after) {
  auto query = "list=" + shown.list;
  if (!shown.state.empty()) query += "&state=" + shown.state;
  if (!after.empty()) query += "&after=" + after;
  return query;
}

Part filter_form(const Shown& shown) {
  Select which{.name = "list",
               .label = std::string(say("requests.list")),
               .choices = {},
               .chosen = shown.list};
  for (const auto list : lists)
    which.choices.push_back({std::string(list), say_of("requests.list.", list)});
  Select some{.name = "state",
              .label = std::string(say("request.state")),
              .choices = {{"", std::string(say("filter.any"))}},
              .chosen = shown.state};
  for (const auto state : states)
    some.choices.push_back({std::string(state), say_of("request_state.", state)});
  return component(FilterForm{
      "/requests", {component(which), component(some)}, std::string(say("filter.button"))});
}

Table table_of(const Visit& visit, const Shown& shown, const core::JsonArray& requests) {
  const bool asked = shown.list == "asked";
  Table table{.caption = say_of("requests.list.", shown.list),
              .head = {{std::string(say("request.received"))},
                       {std::string(asked ? say("request.asked_of") : say("request.asked_by"))},
                       {std::string(say("request.answer_by"))},
                       {std::string(say("request.state"))}},
              .rows = {},
              .caption_classes = "govuk-visually-hidden"};
  for (const auto& item : requests) {
    const JsonView request(item);
    const auto state = request["state"].text();
    const auto other = asked ? request["asked_of"].text() : request["asked_by"].text();
    const auto due = request["answer_by"].text();
    table.rows.push_back(
        {{.text = time_text(request["received_at"].text()),
          .href = place_of("disclosure_request", request["id"].text())},
         {authority_text(visit, other)},
         {state == "open" ? due_text(due, visit.today()) : day_text(due)},
         {.text = request["late"].is_true()
                      ? say("request.late", {{"state", say_of("request_state.", state)}})
                      : say_of("request_state.", state),
          .tag = request["late"].is_true() ? "govuk-tag--red"
                 : state == "open"         ? "govuk-tag--yellow"
                                           : "govuk-tag--grey"}});
  }
  return table;
}

}  // namespace

http::Response show_requests(const Visit& visit) {
  const auto shown = shown_by(visit);
  const auto answer =
      ask(visit, {.path = "/v1/disclosure-requests", .query = query_of(shown, shown.after)});
  if (!answer.is_good()) return refusal(visit, answer);
  const auto& requests = answer["disclosure_requests"].items();
  Sheet sheet;
  sheet.title(say("requests.title")).text(say("requests.text")).add(filter_form(shown));
  if (visit.may("GET", "/v1/rectification-requests"))
    sheet.link("/corrections", say("requests.corrections"));
  sheet.table(table_of(visit, shown, requests), say("requests.none"));
  if (requests.size() >= whole_page)
    sheet.add(component(
        Pagination{"", "/requests?" + query_of(shown, std::to_string(answer["next"].integer()))}));
  // On the first page: what former authorities were asked, and asked.
  for (const auto& former :
       shown.after.empty() ? former_authorities(visit) : std::vector<std::string>()) {
    const auto theirs =
        ask_as(visit, former, {.path = "/v1/disclosure-requests", .query = query_of(shown, "")});
    if (!theirs.is_good()) return refusal(visit, theirs);
    sheet.heading(authority_text(visit, former));
    sheet.table(table_of(visit, shown, theirs["disclosure_requests"].items()),
                say("requests.none"));
  }
  return show(visit, 200,
              {.title = std::string(say("requests.title")),
               .content = std::move(sheet).take(),
               .active = "/requests",
               .wide = true});
}

}  // namespace badgewatch::web
