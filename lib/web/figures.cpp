#include "web/figures.hpp"

#include "http/query.hpp"
#include "web/ask.hpp"
#include "web/chart.hpp"
#include "web/csv_page.hpp"
#include "web/messages.hpp"
#include "web/page_alone.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <tuple>

namespace badgewatch::web {

namespace {

// Which figures a page shows, under which heading, and what its file is called.
struct FigureChoice {
  std::vector<std::string_view> sections;
  std::string_view title;
  std::string_view file;
  std::string_view place = {};  // its own page; none of all of them together
};

FigureChoice everything() {
  return {
      {"loopholes", "completeness", "impossible_values"}, say("figures.title"), "figures.csv", ""};
}
FigureChoice loopholes() {
  return {{"loopholes"}, say("loopholes.title"), "loopholes.csv", "/reports/loopholes"};
}
FigureChoice data_quality() {
  return {{"completeness", "impossible_values"},
          say("data_quality.title"),
          "data-quality.csv",
          "/reports/data-quality"};
}

bool shows(const FigureChoice& choice, std::string_view section) {
  return std::find(choice.sections.begin(), choice.sections.end(), section) !=
         choice.sections.end();
}

std::string of_text(const JsonView& share) {
  return say("figures.of",
             {{"count", count_text(share["count"])}, {"of", count_text(share["of"])}});
}

std::string part_text(const JsonView& share) {
  const bool is_of_nothing = share["of"].is_there() && share["of"].integer() == 0;
  return is_of_nothing ? std::string(say("figures.of_nothing"))
                       : percent_text(share_of(share["part"]));
}

Cell trend_cell(const JsonView& figure) {
  std::vector<ShareShown> shares;
  for (const auto& run : figure["earlier"].items())
    shares.push_back(share_of(JsonView(run)["part"]));
  if (shares.empty()) return {std::string(say("figures.first"))};
  shares.push_back(share_of(figure["own"]["part"]));
  return {.text = "", .inside = {trend_line(shares)}};
}

Table section_table(const Answer& report, std::string_view section) {
  const bool is_own = report["authority"].is_there();
  Table table{.caption = say_of("figures_section.", section),
              .head = {{std::string(say("figures.figure"))},
                       {.text = std::string(say("run.number")), .numeric = true},
                       {.text = std::string(is_own ? say("figures.own") : say("figures.sum")),
                        .numeric = true},
                       {.text = std::string(say("figures.nation")), .numeric = true},
                       {std::string(say("figures.compared"))},
                       {std::string(say("figures.over_time"))}},
              .rows = {},
              .first_is_header = true,
              .caption_classes = "govuk-visually-hidden"};
  for (const auto& item : report["figures"].items()) {
    const JsonView figure(item);
    if (figure["section"].text() != section) continue;
    const auto own = share_of(figure["own"]["part"]);
    const auto nation = share_of(figure["national"]["part"]);
    table.rows.push_back({{figure["label"].text()},
                          {.text = of_text(figure["own"]), .numeric = true},
                          {.text = part_text(figure["own"]), .numeric = true},
                          {.text = part_text(figure["national"]), .numeric = true},
                          {.text = "", .inside = {share_bars(own, nation)}},
                          trend_cell(figure)});
  }
  return table;
}

// To the operator: how many authorities of one figure a page shows; the file has all.
constexpr std::size_t most_authorities = 25;

std::string chosen_figure(const Visit& visit) {
  const auto query = http::parse_query(visit.request.head.query, {"figure"});
  return query ? std::string(query->find("figure").value_or("")) : std::string();
}

Part figure_form(const FigureChoice& choice, const Answer& report, const std::string& chosen) {
  Select select{.name = "figure",
                .label = std::string(say("figures.choose")),
                .choices = {{"", std::string(say("figures.none_chosen"))}},
                .chosen = chosen};
  for (const auto& item : report["figures"].items()) {
    const JsonView figure(item);
    if (shows(choice, figure["section"].text()))
      select.choices.push_back({figure["figure"].text(), figure["label"].text()});
  }
  return component(FilterForm{
      std::string(choice.place), {component(select)}, std::string(say("filter.button"))});
}

// The authorities that need looking at most, by that figure. Small numbers are left out before
// they come here.
Table authorities_table(const Visit& visit, const Answer& report, const JsonView& figure) {
  struct Line {
    ShareShown share;
    JsonView counts;
    std::string authority;
  };
  std::vector<Line> lines;
  for (const auto& item : report["authorities"].items()) {
    const JsonView authority(item);
    for (const auto& one : authority["figures"].items())
      if (const JsonView counts(one); counts["figure"].text() == figure["figure"].text())
        lines.push_back({share_of(counts["count"], counts["of"]), counts,
                         authority_text(visit, authority["authority"].text())});
  }
  // Of what a record should hold little is bad; of everything else much is.
  const bool little_is_bad = figure["section"].text() == "completeness";
  const auto rank = [&](const Line& line) {
    const auto share = line.share.value_or(0);
    return std::tuple(!line.share, little_is_bad ? share : -share, line.authority);
  };
  std::sort(lines.begin(), lines.end(),
            [&](const Line& one, const Line& other) { return rank(one) < rank(other); });
  if (lines.size() > most_authorities) lines.resize(most_authorities);
  Table table{.caption = figure["label"].text(),
              .head = {{std::string(say("contact.authority"))},
                       {.text = std::string(say("run.number")), .numeric = true},
                       {std::string(say("figures.share"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& line : lines)
    table.rows.push_back({{line.authority},
                          {.text = of_text(line.counts), .numeric = true},
                          {.text = percent_text(line.share), .inside = {share_bar(line.share)}}});
  return table;
}

// What an operator sees of single authorities.
void add_authorities(Sheet& sheet, const Visit& visit, const FigureChoice& choice,
                     const Answer& report) {
  if (!report["authorities"].is_there() || choice.place.empty()) return;
  const auto chosen = chosen_figure(visit);
  sheet.heading(say("figures.authorities"));
  sheet.text(say("figures.authorities.text", {{"most", std::to_string(most_authorities)}}));
  sheet.add(figure_form(choice, report, chosen));
  for (const auto& item : report["figures"].items())
    if (const JsonView figure(item);
        figure["figure"].text() == chosen && shows(choice, figure["section"].text()))
      sheet.table(authorities_table(visit, report, figure), say("figures.none"));
}

Sheet figures_sheet(const Visit& visit, const FigureChoice& choice, const Answer& report) {
  const auto code = report["authority"].text();
  const bool is_done = report["finished_at"].is_there();
  Sheet sheet;
  sheet.title(choice.title);
  sheet.text(say("figures.text", {{"authority", code.empty() ? std::string(say("figures.all"))
                                                             : authority_text(visit, code)},
                                  {"time", is_done ? time_text(report["finished_at"].text())
                                                   : std::string(say("figures.unfinished"))}}));
  sheet.add(Part("chart_key"));
  for (const auto section : choice.sections) {
    if (choice.sections.size() > 1) sheet.heading(say_of("figures_section.", section));
    sheet.text(say_of("figures_section_text.", section));
    sheet.table(section_table(report, section), say("figures.none"));
  }
  return sheet;
}

Answer report_of(const Visit& visit, const std::string& run) {
  return ask(visit, {.path = address_of("/v1/reconciliations/{id}/report", {run})});
}

http::Response page(const Visit& visit, const std::string& run, const FigureChoice& choice,
                    const std::string& csv) {
  const auto report = report_of(visit, run);
  if (!report.is_good()) return refusal(visit, report);
  const std::string title(choice.title);
  auto sheet = figures_sheet(visit, choice, report);
  add_authorities(sheet, visit, choice, report);
  sheet.link(csv, say("reports.csv"));
  if (choice.place.empty())
    sheet.link("/reports/runs/" + report["run"].text() + "/figures.html", say("figures.alone"));
  sheet.link("/reports/runs/" + report["run"].text(), say("figures.run"));
  sheet.link("/reports", say("reports.back"));
  return show(
      visit, 200,
      {.title = title, .content = std::move(sheet).take(), .active = "/reports", .wide = true});
}

http::Response csv(const Visit& visit, const std::string& run, const FigureChoice& choice) {
  auto answer = ask_csv(
      visit, {.path = address_of("/v1/reconciliations/{id}/report", {run}), .query = "format=csv"});
  if (!answer.is_good()) return refusal(visit, answer.problem);
  auto& records = answer.records;
  // Behind the names of the columns, of which the second is the section.
  const auto rest = records.empty() ? records.end() : records.begin() + 1;
  records.erase(std::remove_if(rest, records.end(),
                               [&](const auto& record) {
                                 return record.size() < 2 || !shows(choice, record[1]);
                               }),
                records.end());
  return csv_page(choice.file, records);
}

// The newest run that is done; empty where there was none. `refused` instead of it.
struct Newest {
  std::string id;
  std::optional<Answer> refused = {};
};

Newest newest_run(const Visit& visit) {
  auto answer = ask(visit, {.path = "/v1/reconciliations"});
  if (!answer.is_good()) return {"", std::move(answer)};
  for (const auto& run : answer["reconciliations"].items())
    if (JsonView(run)["state"].text() == "done") return {JsonView(run)["id"].text()};
  return {};
}

http::Response without_run(const Visit& visit, const FigureChoice& choice) {
  const std::string title(choice.title);
  Sheet sheet;
  sheet.title(title).text(say("figures.no_run")).link("/reports", say("reports.back"));
  return show(visit, 200,
              {.title = title, .content = std::move(sheet).take(), .active = "/reports"});
}

http::Response newest_page(const Visit& visit, const FigureChoice& choice) {
  const auto newest = newest_run(visit);
  if (newest.refused) return refusal(visit, *newest.refused);
  if (newest.id.empty()) return without_run(visit, choice);
  return page(visit, newest.id, choice, "/reports/" + std::string(choice.file));
}

http::Response newest_csv(const Visit& visit, const FigureChoice& choice) {
  const auto newest = newest_run(visit);
  if (newest.refused) return refusal(visit, *newest.refused);
  return newest.id.empty() ? refusal(visit, 404) : csv(visit, newest.id, choice);
}

}  // namespace

http::Response show_figures(const Visit& visit) {
  const auto id = id_in(visit, "id");
  return page(visit, id, everything(), "/reports/runs/" + id + "/figures.csv");
}

http::Response show_figures_alone(const Visit& visit) {
  const auto report = report_of(visit, id_in(visit, "id"));
  if (!report.is_good()) return refusal(visit, report);
  const auto choice = everything();
  return page_alone("figures.html", choice.title, figures_sheet(visit, choice, report).take());
}

http::Response show_figures_csv(const Visit& visit) {
  return csv(visit, id_in(visit, "id"), everything());
}

http::Response show_loopholes(const Visit& visit) {
  return newest_page(visit, loopholes());
}

http::Response show_loopholes_csv(const Visit& visit) {
  return newest_csv(visit, loopholes());
}

http::Response show_data_quality(const Visit& visit) {
  return newest_page(visit, data_quality());
}

http::Response show_data_quality_csv(const Visit& visit) {
  return newest_csv(visit, data_quality());
}

}  // namespace badgewatch::web
