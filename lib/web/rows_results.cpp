#include "web/rows_results.hpp"

#include "web/components.hpp"
#include "web/messages.hpp"

#include <array>
#include <span>

namespace badgewatch::web {

namespace {

constexpr std::size_t most_shown = 200;
constexpr std::array<std::string_view, 5> counts = {"rows", "created", "updated", "unchanged",
                                                    "rejected"};
constexpr std::array<std::string_view, 3> counts_of_look = {"rows", "readable", "rejected"};

Part counts_list(const RowsTaken& taken, std::span<const std::string_view> counted) {
  SummaryList list;
  const JsonView summary(taken.summary);
  for (const auto count : counted)
    if (summary[count].is_there())
      list.rows.push_back({say_of("rows.", count), std::to_string(summary[count].integer())});
  return component(list);
}

}  // namespace

std::string problem_text(const JsonView& problem) {
  std::string text;
  for (const auto& item : problem["errors"].items()) {
    const JsonView one(item);
    // "/rows/3/subject/date_of_birth" stands in a row that is named beside it.
    const auto pointer = one["pointer"].text();
    const auto slash = pointer.rfind('/');
    auto field = slash == std::string::npos ? pointer : pointer.substr(slash + 1);
    if (pointer.starts_with("/rows/")) field = say("rows.row", {{"row", pointer.substr(6)}});
    text += (text.empty() ? "" : ". ") + field + ": " + one["detail"].text();
  }
  return text.empty() ? problem["detail"].text() : text;
}

Part rows_results(const RowsTaken& taken, const std::string& reference, bool is_look) {
  Part results("rows_results");
  if (taken.refused)
    results.add("STOPPED",
                component(WarningText{
                    std::string(is_look ? say("rows.stopped.look") : say("rows.stopped")) + " " +
                    problem_text(JsonView(taken.refused->json))}));
  if (!taken.summary.is_null())
    results.add("COUNTS",
                is_look ? counts_list(taken, counts_of_look) : counts_list(taken, counts));
  Table table{
      .caption = std::string(is_look ? say("rows.rejected.look") : say("rows.rejected.table")),
      .head = {{.text = std::string(say("rows.number")), .numeric = true},
               {std::string(say("rows.reference"))},
               {std::string(say("rows.wrong"))}},
      .rows = {}};
  std::size_t rejected = 0;
  for (const auto& item : taken.lines) {
    const JsonView line(item);
    if (line["result"].text() != "rejected") continue;
    ++rejected;
    if (rejected > most_shown) continue;
    table.rows.push_back({{.text = std::to_string(line["row"].integer()), .numeric = true},
                          {line[reference].text()},
                          {problem_text(line["problem"])}});
  }
  if (rejected > 0)
    results.each("REJECTED", Values().set("LABEL", table.caption).add("TABLE", component(table)));
  if (rejected > most_shown)
    results.each("MORE",
                 Values().set("TEXT", say(is_look ? "rows.more.look" : "rows.more",
                                          {{"count", std::to_string(rejected - most_shown)}})));
  return results;
}

}  // namespace badgewatch::web
