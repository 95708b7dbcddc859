#include "web/alerts.hpp"

#include "core/json.hpp"
#include "core/text.hpp"
#include "domain/alert.hpp"
#include "http/percent.hpp"
#include "http/query.hpp"
#include "web/alert_kinds.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace badgewatch::web {

namespace {

constexpr std::size_t page_length = 50;

// Which alerts: words of the API's lists, parted by commas; empty: of any.
struct InboxFilter {
  std::string kind = {};
  std::string state = {};
};

// A page of the inbox: the newest, or those before or after the alert of a number.
struct Place {
  std::int64_t before = 0;  // 0: no
  std::int64_t after = 0;   // likewise; at most one of them
};

bool waits(const JsonView& alert) {
  return alert["state"].text() == "raised";
}

// Whose entry it is about, or who else licenses the person or is asked to: that is no entry.
std::string whose(const Visit& visit, const JsonView& alert) {
  const auto entry = alert["entry"];
  const auto code = entry["recording_authority"].text();
  if (code.empty()) return {};
  const auto authority = authority_text(visit, code, entry["id"].text());
  if (alert["kind"].text() == "applicant_pending_elsewhere")
    return say("alerts.application", {{"authority", authority}});
  const auto type = entry["type"].text();
  if (type == "licence" && !is_ours(visit, code, entry["id"].text()))
    return say("alerts.other_licence", {{"authority", authority}});
  if (type == "decision" || type == "concern" || type == "disclosure_request")
    return say("alerts.entry", {{"authority", authority}});
  return {};
}

std::string about(const Visit& visit, const JsonView& alert) {
  std::string text;
  const auto add = [&](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : ". ") + more;
  };
  const auto licence = alert["licence_number"].text();
  if (!licence.empty()) add(say("alerts.licence", {{"number", licence}}));
  add(whose(visit, alert));
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
  Place place;
};

std::int64_t number_in(std::optional<std::string_view> text) {
  std::int64_t number = 0;
  if (!text) return number;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  return error == std::errc() && end == text->data() + text->size() && number > 0 ? number : 0;
}

Shown shown_by(const Visit& visit) {
  Shown shown;
  const auto query =
      http::parse_query(visit.request.head.query, {"before", "after", "kind", "state"});
  if (!query) return shown;
  const auto kind = query->find("kind").value_or("");
  const auto state = query->find("state").value_or("");
  if (domain::alert_kind_named(kind)) shown.filter.kind = kind;
  if (domain::alert_state_named(state)) shown.filter.state = state;
  if (state == "waiting") shown.filter.state = waiting_states;
  shown.place.before = number_in(query->find("before"));
  if (shown.place.before == 0) shown.place.after = number_in(query->find("after"));
  return shown;
}

std::string chosen_state(const InboxFilter& filter) {
  return filter.state == waiting_states ? "waiting" : filter.state;
}

std::string address_of_page(const InboxFilter& filter, const Place& place) {
  std::string query;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) query += (query.empty() ? "?" : "&") + std::string(name) + "=" + value;
  };
  add("kind", filter.kind);
  add("state", chosen_state(filter));
  if (place.before > 0) add("before", std::to_string(place.before));
  if (place.after > 0) add("after", std::to_string(place.after));
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

// The newest first.
struct InboxPage {
  core::JsonArray alerts;
  Place newer = {};  // nowhere: these are the newest
  Place older = {};  // nowhere: there are none
};

std::int64_t number_of(const core::Json& alert) {
  return JsonView(alert)["number"].integer();
}

Answer ask_alerts(const Visit& visit, const InboxFilter& filter, const std::string& from) {
  std::string query = from + "&limit=" + std::to_string(page_length + 1);
  if (!filter.kind.empty()) query += "&kind=" + filter.kind;
  if (!filter.state.empty()) query += "&state=" + http::percent_encode(filter.state);
  return ask(visit, {.path = "/v1/alerts", .query = query});
}

// One more than a page is asked for, to know whether it goes on.
std::variant<InboxPage, Answer> read_before(const Visit& visit, const InboxFilter& filter,
                                            std::int64_t before) {
  constexpr auto newest = std::numeric_limits<std::int64_t>::max();
  auto answer = ask_alerts(visit, filter, "before=" + std::to_string(before > 0 ? before : newest));
  if (!answer.is_good()) return answer;
  InboxPage page;
  page.alerts = answer["alerts"].items();
  const bool goes_on = page.alerts.size() > page_length;
  if (goes_on) page.alerts.pop_back();
  if (goes_on) page.older.before = number_of(page.alerts.back());
  if (before > 0) page.newer.after = before - 1;
  return page;
}

std::variant<InboxPage, Answer> read_after(const Visit& visit, const InboxFilter& filter,
                                           std::int64_t after) {
  auto answer = ask_alerts(visit, filter, "after=" + std::to_string(after));
  // Of less than a page, or of a number from before a restore, the newest are shown.
  const bool is_full = answer.is_good() && answer["alerts"].items().size() > page_length;
  if (!is_full) return read_before(visit, filter, 0);
  InboxPage page;
  page.alerts = answer["alerts"].items();
  page.alerts.pop_back();
  std::reverse(page.alerts.begin(), page.alerts.end());
  page.newer.after = number_of(page.alerts.front());
  page.older.before = number_of(page.alerts.back());
  return page;
}

bool is_somewhere(const Place& place) {
  return place.before > 0 || place.after > 0;
}

Table table_of(const Visit& visit, const core::JsonArray& alerts) {
  Table table{.caption = std::string(say("alerts.table")),
              .head = {{std::string(say("alerts.when"))},
                       {std::string(say("alerts.what"))},
                       {std::string(say("alerts.about"))},
                       {std::string(say("alerts.state"))}},
              .rows = {},
              .caption_classes = "govuk-visually-hidden"};
  for (const auto& item : alerts) {
    const JsonView alert(item);
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

std::variant<WaitingAlerts, Answer> count_waiting_alerts(const Visit& visit) {
  auto answer = ask(visit, {.path = "/v1/alert-counts"});
  if (!answer.is_good()) return answer;
  WaitingAlerts waiting;
  for (const auto& item : answer["counts"].items()) {
    const JsonView one(item);
    const auto states = core::split(waiting_states, ',');
    if (std::find(states.begin(), states.end(), one["state"].text()) == states.end()) continue;
    waiting.count += one["count"].integer();
    const auto oldest = one["oldest_raised_at"].text();
    if (waiting.oldest_raised_at.empty() || oldest < waiting.oldest_raised_at)
      waiting.oldest_raised_at = oldest;
  }
  return waiting;
}

http::Response show_alerts(const Visit& visit) {
  const auto wanted = shown_by(visit);
  const auto& [filter, place] = wanted;
  const auto read = place.after > 0 ? read_after(visit, filter, place.after)
                                    : read_before(visit, filter, place.before);
  if (const auto* refused = std::get_if<Answer>(&read)) return refusal(visit, *refused);
  const auto& page = std::get<InboxPage>(read);
  const bool is_chosen = !filter.kind.empty() || !filter.state.empty();

  Sheet sheet;
  sheet.title(say("alerts.title")).add(filter_form(filter));
  sheet.table(table_of(visit, page.alerts),
              is_chosen ? say("alerts.none.such") : say("alerts.none"));
  const bool newer = is_somewhere(page.newer);
  const bool older = is_somewhere(page.older);
  if (newer || older)
    sheet.add(component(Pagination{newer ? address_of_page(filter, page.newer) : "",
                                   older ? address_of_page(filter, page.older) : ""}));
  return show(visit, 200,
              {.title = std::string(say("alerts.title")),
               .content = std::move(sheet).take(),
               .active = "/alerts",
               .wide = true});
}

}  // namespace badgewatch::web
