#include "web/alerts.hpp"

#include "domain/alert.hpp"
#include "http/percent.hpp"
#include "http/query.hpp"
#include "web/alert_kinds.hpp"
#include "web/messages.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace badgewatch::web {

namespace {

constexpr int most_pages = 20;  // of the API, each of some hundred alerts
constexpr std::size_t page_length = 50;

bool waits(const JsonView& alert) {
  return alert["state"].text() == "raised";
}

std::string about(const Visit& visit, const JsonView& alert) {
  std::string text;
  const auto add = [&](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : ". ") + more;
  };
  const auto licence = alert["licence_number"].text();
  if (!licence.empty()) add(say("alerts.licence", {{"number", licence}}));
  const auto recorder = alert["entry"]["recording_authority"].text();
  if (!recorder.empty()) add(say("alerts.entry", {{"authority", authority_text(visit, recorder)}}));
  const auto change = alert["change"].text();
  if (!change.empty())
    add(say("alerts.change", {{"change", say_of("change.", change)},
                              {"day", day_text(alert["changed_on"].text())}}));
  if (alert["due_on"].is_there())
    add(say("alerts.due", {{"duty", say_of("duty.", alert["duty"]["kind"].text())},
                           {"day", day_text(alert["due_on"].text())}}));
  return text;
}

// What the address asks for; a word that is none of the register's shows everything.
struct Shown {
  InboxFilter filter;
  std::size_t number = 1;  // of the page, from 1
};

Shown shown_by(const Visit& visit) {
  Shown shown;
  const auto query = http::parse_query(visit.request.head.query, {"page", "kind", "state"});
  if (!query) return shown;
  const auto kind = query->find("kind").value_or("");
  const auto state = query->find("state").value_or("");
  if (domain::alert_kind_named(kind)) shown.filter.kind = kind;
  if (domain::alert_state_named(state)) shown.filter.state = state;
  if (state == "waiting") shown.filter.state = waiting_alerts.state;
  const auto text = query->find("page").value_or("1");
  std::size_t number = 1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  shown.number = is_number && number >= 1 && number <= 1'000 ? number : 1;
  return shown;
}

std::string chosen_state(const InboxFilter& filter) {
  return filter.state == waiting_alerts.state ? "waiting" : filter.state;
}

std::string address_of_page(const InboxFilter& filter, std::size_t number) {
  std::string query;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) query += (query.empty() ? "?" : "&") + std::string(name) + "=" + value;
  };
  add("kind", filter.kind);
  add("state", chosen_state(filter));
  if (number > 1) add("page", std::to_string(number));
  return "/alerts" + query;
}

Part filter_form(const InboxFilter& filter) {
  constexpr std::array<std::string_view, 6> states = {"waiting",      "raised", "seen",
                                                      "acknowledged", "acted",  "dismissed"};
  Select kinds{.name = "kind",
               .label = std::string(say("alerts.filter.kind")),
               .choices = {{"", std::string(say("filter.any"))}},
               .chosen = filter.kind};
  for (const auto kind : alert_kinds)
    kinds.choices.push_back({std::string(kind), say_of("alert.", kind)});
  Select some{.name = "state",
              .label = std::string(say("alerts.state")),
              .choices = {{"", std::string(say("filter.any"))}},
              .chosen = chosen_state(filter)};
  for (const auto state : states)
    some.choices.push_back({std::string(state), say_of("alert_state.", state)});
  return component(FilterForm{
      "/alerts", {component(kinds), component(some)}, std::string(say("filter.button"))});
}

Table table_of(const Visit& visit, const core::JsonArray& alerts, std::size_t first,
               std::size_t last) {
  Table table{.caption = std::string(say("alerts.table")),
              .head = {{std::string(say("alerts.when"))},
                       {std::string(say("alerts.what"))},
                       {std::string(say("alerts.about"))},
                       {std::string(say("alerts.state"))}},
              .rows = {},
              .caption_classes = "govuk-visually-hidden"};
  for (auto i = first; i < last; ++i) {
    const JsonView alert(alerts[alerts.size() - 1 - i]);
    table.rows.push_back({{time_text(alert["raised_at"].text())},
                          {.text = say_of("alert.", alert["kind"].text()),
                           .href = place_of("alert", alert["id"].text())},
                          {about(visit, alert)},
                          {.text = say_of("alert_state.", alert["state"].text()),
                           .tag = waits(alert) ? "govuk-tag--yellow" : "govuk-tag--grey"}});
  }
  return table;
}

}  // namespace

InboxRead read_inbox(const Visit& visit, const InboxFilter& filter) {
  InboxRead read;
  std::string chosen;
  if (!filter.kind.empty()) chosen += "&kind=" + filter.kind;
  if (!filter.state.empty()) chosen += "&state=" + http::percent_encode(filter.state);
  std::int64_t after = 0;
  for (int page = 0; page < most_pages; ++page) {
    auto answer =
        ask(visit, {.path = "/v1/alerts", .query = "after=" + std::to_string(after) + chosen});
    if (!answer.is_good()) {
      read.refused = std::move(answer);
      return read;
    }
    const auto& list = answer["alerts"].items();
    if (list.empty()) return read;
    read.inbox.alerts.insert(read.inbox.alerts.end(), list.begin(), list.end());
    after = answer["next"].integer();
  }
  read.inbox.whole = false;
  return read;
}

http::Response show_alerts(const Visit& visit) {
  const auto wanted = shown_by(visit);
  const auto read = read_inbox(visit, wanted.filter);
  if (read.refused) return refusal(visit, *read.refused);
  const auto& alerts = read.inbox.alerts;
  const auto number = wanted.number;
  const auto first = std::min((number - 1) * page_length, alerts.size());
  const auto last = std::min(first + page_length, alerts.size());
  const bool is_chosen = !wanted.filter.kind.empty() || !wanted.filter.state.empty();

  Sheet sheet;
  sheet.title(say("alerts.title")).add(filter_form(wanted.filter));
  if (!read.inbox.whole) sheet.inset(say("alerts.cut"));
  sheet.table(table_of(visit, alerts, first, last),
              is_chosen ? say("alerts.none.such") : say("alerts.none"));
  const bool older = last < alerts.size();
  if (number > 1 || older)
    sheet.add(component(Pagination{number > 1 ? address_of_page(wanted.filter, number - 1) : "",
                                   older ? address_of_page(wanted.filter, number + 1) : ""}));
  return show(visit, 200,
              {.title = std::string(say("alerts.title")),
               .content = std::move(sheet).take(),
               .active = "/alerts",
               .wide = true});
}

}  // namespace badgewatch::web
