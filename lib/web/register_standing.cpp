#include "web/register_standing.hpp"

#include "core/text.hpp"
#include "http/percent.hpp"
#include "http/query.hpp"
#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/clock_text.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace badgewatch::web {

namespace {

class Facts {
public:
  void add(std::string_view key, const std::string& value) {
    if (!value.empty()) list_.rows.push_back({std::string(key), value});
  }
  const SummaryList& list() const { return list_; }

private:
  SummaryList list_;
};

std::string number_text(const JsonView& number, std::string_view otherwise) {
  return number.is_integer() ? std::to_string(number.integer()) : std::string(otherwise);
}

SummaryList health_of(const Answer& answer) {
  Facts facts;
  const auto feed = answer["feed"];
  const auto log = answer["log"];
  facts.add(say("standing.ready"), answer["ready"].is_true()
                                       ? std::string(say("standing.ready.yes"))
                                       : answer["missing"].text());
  facts.add(say("standing.remark"), answer["remark"].text());
  facts.add(say("standing.feed"), number_text(feed["seq"], say("standing.not_read")));
  facts.add(say("standing.indexed"), number_text(feed["indexed"], say("standing.not_whole")));
  facts.add(say("standing.watched"), number_text(feed["watched"], say("standing.off")));
  facts.add(say("standing.leaves"), number_text(log["leaves"], say("standing.not_signed")));
  const auto signed_at = log["signed_at"].text();
  facts.add(say("standing.signed"), signed_at.empty() ? "" : time_text(signed_at));
  facts.add(say("standing.trouble"), log["trouble"].text());
  return facts.list();
}

SummaryList purge_of(const Answer& answer) {
  Facts facts;
  for (const auto& [name, count] : answer["past_its_day"].members())
    facts.add(say_of("standing_past.", name), std::to_string(JsonView(count).integer()));
  return facts.list();
}

Table reference_of(const Visit& visit, const Answer& answer) {
  Table table{.caption = std::string(say("standing.reference")),
              .head = {{std::string(say("standing.reference.kind"))},
                       {std::string(say("standing.reference.version"))},
                       {std::string(say("standing.reference.age"))}},
              .rows = {}};
  for (const auto& item : answer["reference"].items()) {
    const JsonView file(item);
    const auto version = file["version"].text();
    const auto made = core::Date::parse_iso(version);
    table.rows.push_back({{say_of("standing_reference.", file["kind"].text())},
                          {version},
                          {made ? age_text(*made, visit.today()) : std::string()}});
  }
  return table;
}

// The newest run of the whole nation, where there was one.
SummaryList run_of(const Answer& runs) {
  Facts facts;
  const auto& all = runs["reconciliations"].items();
  if (all.empty()) return facts.list();
  const JsonView run(all.front());
  facts.add(say("standing.run.state"), say_of("standing_run.", run["state"].text()));
  facts.add(say("standing.run.asked"), time_text(run["asked_at"].text()));
  const auto finished = run["finished_at"].text();
  facts.add(say("standing.run.finished"), finished.empty() ? "" : time_text(finished));
  return facts.list();
}

std::string contact_text(const JsonView& ask) {
  std::string all;
  for (const auto* way : {"team", "email", "telephone", "url"}) {
    const auto text = ask[way].text();
    if (!text.empty()) all += (all.empty() ? "" : ", ") + text;
  }
  return all;
}

std::string days_text(const JsonView& authority) {
  const auto ends = authority["ends_on"].text();
  const auto starts = day_text(authority["starts_on"].text());
  return ends.empty() ? say("authorities.since", {{"day", starts}})
                      : say("authorities.until", {{"from", starts}, {"day", day_text(ends)}});
}

constexpr std::string_view authorities_place = "/admin/authorities";
constexpr std::size_t rows_a_page = 25;  // so that no page of them weighs more than others

// Which of the authorities a page shows. None of it is of a person: it stands in the address.
struct Chosen {
  std::string name;
  std::size_t page = 1;
};

Chosen chosen_by(const Visit& visit) {
  Chosen chosen;
  const auto query = http::parse_query(visit.request.head.query, {"name", "page"});
  if (!query) return chosen;
  chosen.name = core::trim(query->find("name").value_or(""));
  const auto page = query->find("page").value_or("");
  (void)std::from_chars(page.data(), page.data() + page.size(), chosen.page);
  return chosen;
}

std::string page_address(const Chosen& chosen, std::size_t page) {
  std::string query;
  if (!chosen.name.empty()) query = "?name=" + http::percent_encode(chosen.name);
  if (page > 1) query += (query.empty() ? "?page=" : "&page=") + std::to_string(page);
  return std::string(authorities_place) + query;
}

// By its code, or by words of its name in any order.
bool is_named(const JsonView& authority, const std::string& folded) {
  if (core::fold(authority["code"].text()) == folded) return true;
  const auto name = core::fold(authority["name"].text());
  const auto words = core::split(folded, ' ');
  return std::all_of(words.begin(), words.end(),
                     [&](auto word) { return name.find(word) != std::string::npos; });
}

std::vector<Cell> row_of(const JsonView& authority) {
  return {{authority["name"].text()},
          {authority["code"].text()},
          {say_of("nation.", authority["nation"].text())},
          {days_text(authority)},
          {contact_text(authority["ask"])}};
}

}  // namespace

http::Response show_register(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/register"});
  if (!answer.is_good()) return refusal(visit, answer);
  const auto runs = ask(visit, {.path = "/v1/reconciliations"});
  if (!runs.is_good()) return refusal(visit, runs);
  Sheet sheet;
  sheet.title(say("standing.title"))
      .text(say("standing.as_of", {{"time", core::uk_time_text(visit.parts.clock.now())}}));
  if (!answer["ready"].is_true()) sheet.warning(say("standing.not_ready"));
  sheet.list(health_of(answer));
  sheet.heading(say("standing.run"));
  const auto run = run_of(runs);
  if (run.rows.empty()) sheet.text(say("standing.run.none"));
  sheet.list(run);
  sheet.heading(say("standing.past")).text(say("standing.past.text")).list(purge_of(answer));
  sheet.table(reference_of(visit, answer), say("standing.reference.none"));
  sheet.link("/admin/authorities", say("authorities.title"));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, 200, say("standing.title"), std::move(sheet));
}

http::Response show_authorities(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/authorities"});
  if (!answer.is_good()) return refusal(visit, answer);
  const auto chosen = chosen_by(visit);
  const auto folded = core::fold(chosen.name);
  std::vector<JsonView> found;
  for (const auto& item : answer["authorities"].items())
    if (folded.empty() || is_named(JsonView(item), folded)) found.emplace_back(item);
  const auto last = (std::max<std::size_t>(found.size(), 1) - 1) / rows_a_page + 1;
  const auto page = std::clamp<std::size_t>(chosen.page, 1, last);
  const auto begin = (page - 1) * rows_a_page;
  const auto end = std::min(begin + rows_a_page, found.size());
  Table table{.caption = std::string(say("authorities.title")),
              .head = {{std::string(say("authorities.name"))},
                       {std::string(say("authorities.code"))},
                       {std::string(say("authorities.nation"))},
                       {std::string(say("authorities.days"))},
                       {std::string(say("authorities.ask"))}},
              .rows = {},
              .first_is_header = true};
  for (auto i = begin; i < end; ++i)
    table.rows.push_back(row_of(found[i]));
  Sheet sheet;
  sheet.title(say("authorities.title")).text(say("authorities.text"));
  sheet.add(component(FilterForm{std::string(authorities_place),
                                 {component(Input{.name = "name",
                                                  .label = std::string(say("authorities.look_up")),
                                                  .value = chosen.name,
                                                  .spellcheck = "false"})},
                                 std::string(say("filter.button"))}));
  if (!found.empty())
    sheet.text(say("authorities.shown", {{"first", std::to_string(begin + 1)},
                                         {"last", std::to_string(end)},
                                         {"all", std::to_string(found.size())}}));
  sheet.table(table, say("authorities.none"));
  if (last > 1)
    sheet.add(component(Pagination{page > 1 ? page_address(chosen, page - 1) : "",
                                   page < last ? page_address(chosen, page + 1) : ""}));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, 200, say("authorities.title"), std::move(sheet), false, true);
}

}  // namespace badgewatch::web
