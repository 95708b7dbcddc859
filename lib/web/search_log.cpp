#include "web/search_log.hpp"

#include "core/uuid.hpp"
#include "http/percent.hpp"
#include "http/query.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::web {

namespace {

const std::string a_page = "&limit=25";  // so that long names weigh no more than a page may
constexpr std::array<std::string_view, 5> purposes = {"new_application", "renewal", "in_term",
                                                      "investigation", "subject_request"};
constexpr std::array<std::string_view, 4> outcomes = {"match", "possible_match", "no_match",
                                                      "indeterminate"};

// Which searches are looked at. All of it stands in the address, and none of it is of a person who
// was searched.
struct Filter {
  bool of_authority = false;
  std::string actor;
  std::string purpose;
  std::string outcome;
  std::string after;
};

template <std::size_t Size>
std::string one_of(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) == words.end() ? "" : std::string(word);
}

Filter filter_of(const Visit& visit) {
  Filter filter;
  const auto query =
      http::parse_query(visit.request.head.query, {"list", "actor", "purpose", "outcome", "after"});
  if (!query) return filter;
  const auto get = [&](std::string_view name) { return query->find(name).value_or(""); };
  filter.of_authority = get("list") == "authority" && visit.may("GET", "/v1/misuse/flags");
  const auto actor = core::Uuid::parse(get("actor"));
  if (actor && filter.of_authority) filter.actor = actor->text();
  filter.purpose = one_of(purposes, get("purpose"));
  filter.outcome = one_of(outcomes, get("outcome"));
  if (const auto after = core::Uuid::parse(get("after"))) filter.after = after->text();
  return filter;
}

std::string query_of(const Filter& filter) {
  std::string query = filter.of_authority ? "list=authority" : "list=own";
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) query += "&" + std::string(name) + "=" + value;
  };
  add("actor", filter.actor);
  add("purpose", filter.purpose);
  add("outcome", filter.outcome);
  add("after", filter.after);
  return query;
}

std::string address_of(Filter filter, std::string after) {
  filter.after = std::move(after);
  return "/searches?" + query_of(filter);
}

template <std::size_t Size>
Select select(std::string name, std::string_view label, const std::string& chosen,
              const std::array<std::string_view, Size>& words,
              std::string (*say_word)(std::string_view)) {
  Select select{.name = std::move(name),
                .label = std::string(label),
                .choices = {{"", std::string(say("searches.any"))}},
                .chosen = chosen};
  for (const auto word : words)
    select.choices.push_back({std::string(word), say_word(word)});
  return select;
}

std::string say_purpose(std::string_view word) {
  return say_of("purpose.", word);
}
std::string say_outcome(std::string_view word) {
  return say_of("outcome.", word);
}

std::string_view outcome_tag(const std::string& outcome) {
  if (outcome == "match") return "govuk-tag--red";
  if (outcome == "possible_match") return "govuk-tag--yellow";
  return outcome == "no_match" ? "govuk-tag--green" : "govuk-tag--grey";
}

Table table_of(const Answer& answer, const Filter& filter) {
  Table table{.caption = std::string(say("searches.table")),
              .head = {{std::string(say("searches.when"))}, {std::string(say("searches.case"))}},
              .rows = {},
              .caption_classes = "govuk-visually-hidden"};
  if (filter.of_authority) table.head.push_back({std::string(say("searches.who"))});
  table.head.push_back({std::string(say("searches.purpose"))});
  table.head.push_back({std::string(say("searches.outcome"))});
  for (const auto& item : answer["checks"].items()) {
    const JsonView search(item);
    // Once its time is over nothing of it is left but that it was made.
    const bool erased = !search["case_reference"].is_there();
    std::vector<Cell> cells = {{time_text(search["checked_at"].text())}};
    if (erased)
      cells.push_back({std::string(say("searches.erased"))});
    else
      cells.push_back(
          {.text = search["case_reference"].text(), .href = "/checks/" + search["id"].text()});
    if (filter.of_authority) {
      const auto name = search["actor_name"].text();
      auto alone = filter;
      alone.actor = search["actor"].text();
      const bool by_id = core::Uuid::parse(alone.actor).has_value();
      cells.push_back({.text = name.empty() ? alone.actor : name,
                       .href = by_id && filter.actor.empty() ? address_of(alone, "") : ""});
    }
    const auto outcome = search["outcome"].text();
    cells.push_back({say_of("purpose.", search["purpose"].text())});
    cells.push_back(
        {.text = say_of("outcome.", outcome), .tag = std::string(outcome_tag(outcome))});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace

http::Response show_search_log(const Visit& visit) {
  const auto filter = filter_of(visit);
  const auto answer = ask(visit, {.path = "/v1/checks", .query = query_of(filter) + a_page});
  if (!answer.is_good()) return refusal(visit, answer);
  Part content("search_log");
  content.show("OWN", !filter.of_authority).show("OF_AUTHORITY", filter.of_authority);
  content.show("SUPERVISES", visit.may("GET", "/v1/misuse/flags"));
  content.set("LIST", filter.of_authority ? "authority" : "own");
  auto everybodys = filter;
  everybodys.actor.clear();
  if (!filter.actor.empty())
    content.each("ONE", Values().set("ACTOR", filter.actor).set("ALL", address_of(everybodys, "")));
  content.add("FILTER", component(select("purpose", say("searches.purpose"), filter.purpose,
                                         purposes, say_purpose)));
  content.add("FILTER", component(select("outcome", say("searches.outcome"), filter.outcome,
                                         outcomes, say_outcome)));
  content.add("BUTTON", component(Button{.text = std::string(say("searches.filter")),
                                         .classes = "govuk-button--secondary"}));
  const auto table = table_of(answer, filter);
  content.show("NONE", table.rows.empty());
  if (!table.rows.empty()) content.each("SOME", Values().add("TABLE", component(table)));
  const auto next = answer["next"].text();
  if (!filter.after.empty() || !next.empty())
    content.add("PAGES", component(Pagination{filter.after.empty() ? "" : address_of(filter, ""),
                                              next.empty() ? "" : address_of(filter, next)}));
  return show(visit, 200,
              {.title = std::string(say("searches.title")),
               .content = std::move(content),
               .active = "/searches",
               .wide = true});
}

}  // namespace badgewatch::web
