#include "web/alerts.hpp"

#include "http/query.hpp"
#include "web/components.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <charconv>

namespace badgewatch::web {

namespace {

constexpr int most_pages = 20;  // of the API, each of some hundred alerts
constexpr std::size_t shown = 50;

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

// Where to go on: the check that it is about, where there is one.
std::string place_of(const JsonView& alert) {
  const auto check = alert["check"].text();
  return check.empty() ? "" : "/checks/" + check;
}

std::size_t page_number(const Visit& visit) {
  const auto query = http::parse_query(visit.request.head.query, {"page"});
  const auto text = query ? query->find("page").value_or("1") : "1";
  std::size_t number = 1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  return is_number && number >= 1 && number <= 1'000 ? number : 1;
}

std::string address_of_page(std::size_t number) {
  return number == 1 ? "/alerts" : "/alerts?page=" + std::to_string(number);
}

}  // namespace

std::size_t Inbox::waiting() const {
  return static_cast<std::size_t>(std::count_if(
      alerts.begin(), alerts.end(), [](const auto& one) { return waits(JsonView(one)); }));
}

InboxRead read_inbox(const Visit& visit) {
  InboxRead read;
  std::string after;
  for (int page = 0; page < most_pages; ++page) {
    auto answer = ask(visit, {.path = "/v1/alerts", .query = after});
    if (!answer.is_good()) {
      read.refused = std::move(answer);
      return read;
    }
    const auto& list = answer["alerts"].items();
    if (list.empty()) return read;
    read.inbox.alerts.insert(read.inbox.alerts.end(), list.begin(), list.end());
    after = "after=" + std::to_string(answer["next"].integer());
  }
  read.inbox.whole = false;
  return read;
}

http::Response show_alerts(const Visit& visit) {
  const auto read = read_inbox(visit);
  if (read.refused) return refusal(visit, *read.refused);
  const auto& alerts = read.inbox.alerts;
  const auto number = page_number(visit);
  const auto first = std::min((number - 1) * shown, alerts.size());
  const auto last = std::min(first + shown, alerts.size());

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
                          {.text = say_of("alert.", alert["kind"].text()), .href = place_of(alert)},
                          {about(visit, alert)},
                          {.text = say_of("alert_state.", alert["state"].text()),
                           .tag = waits(alert) ? "govuk-tag--yellow" : "govuk-tag--grey"}});
  }
  Part content("alerts");
  content.show("NONE", alerts.empty()).show("CUT", !read.inbox.whole);
  if (!table.rows.empty()) {
    Values some;
    some.add("TABLE", component(table));
    content.each("SOME", std::move(some));
  }
  const bool older = last < alerts.size();
  if (number > 1 || older)
    content.add("PAGES", component(Pagination{number > 1 ? address_of_page(number - 1) : "",
                                              older ? address_of_page(number + 1) : ""}));
  return show(visit, 200,
              {.title = std::string(say("alerts.title")),
               .content = std::move(content),
               .active = "/alerts",
               .wide = true});
}

}  // namespace badgewatch::web
