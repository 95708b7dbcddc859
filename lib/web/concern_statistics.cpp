#include "web/concern_statistics.hpp"

#include "core/text.hpp"
#include "http/percent.hpp"
#include "http/query.hpp"
#include "web/chart.hpp"
#include "web/csv_page.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"

#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array<const char*, 2> traits = {"ethnicity", "nationality"};

// Years as they were typed; the API says what is wrong with them.
struct Years {
  std::string from;
  std::string to;

  std::string query() const {
    std::string text;
    if (!from.empty()) text += "from=" + http::percent_encode(from);
    if (!to.empty()) text += (text.empty() ? "to=" : "&to=") + http::percent_encode(to);
    return text;
  }
};

Years years_of(const Visit& visit) {
  const auto query = http::parse_query(visit.request.head.query, {"from", "to"});
  if (!query) return {};
  return {std::string(core::trim(query->find("from").value_or(""))),
          std::string(core::trim(query->find("to").value_or("")))};
}

Part years_form(const Years& years, const FormErrors& errors) {
  const auto box = [&](const char* name, std::string_view label, const std::string& value) {
    return component(Input{.name = name,
                           .label = std::string(label),
                           .value = value,
                           .error = errors.of(name),
                           .classes = "govuk-input--width-4",
                           .autocomplete = "off",
                           .inputmode = "numeric"});
  };
  return component(FilterForm{
      "/reports/concerns",
      {box("from", say("statistics.from"), years.from), box("to", say("statistics.to"), years.to)},
      std::string(say("filter.button"))});
}

std::string code_text(std::string_view trait, const std::string& code) {
  if (code == "not_stated" || code == "not_known") return say_of("trait.", code);
  return trait == "ethnicity" ? say_of("ethnicity.", code) : code;
}

SummaryList recorded_of(const Answer& report) {
  SummaryList list;
  for (const auto* trait : traits) {
    const auto percent = report[trait]["recorded_percent"];
    const ShareShown share = percent.is_there() ? ShareShown(percent.number() / 100) : ShareShown();
    list.rows.push_back({say_of("statistics.recorded.", trait), percent_text(share)});
  }
  return list;
}

Table codes_table(const Answer& report, std::string_view trait) {
  const auto of = report[trait];
  Table table{.caption = say_of("statistics.table.", trait),
              .head = {{std::string(say("statistics.code"))},
                       {.text = std::string(say("statistics.people")), .numeric = true},
                       {std::string(say("statistics.share"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& item : of["codes"].items()) {
    const JsonView one(item);
    const auto share = share_of(one["people"], of["people"]);
    table.rows.push_back({{code_text(trait, one["code"].text())},
                          {.text = count_text(one["people"]), .numeric = true},
                          {.text = percent_text(share), .inside = {share_bar(share)}}});
  }
  return table;
}

Answer read_statistics(const Visit& visit, const Years& years) {
  return ask(visit, {.path = "/v1/reports/concerns", .query = years.query()});
}

}  // namespace

http::Response show_concern_statistics(const Visit& visit) {
  auto years = years_of(visit);
  const auto report = read_statistics(visit, years);
  FormErrors errors;
  if (report.status == 400 || report.status == 422)
    errors.add("from", std::string(say("statistics.wrong")));
  if (!report.is_good() && errors.empty()) return refusal(visit, report);
  const auto title = std::string(say("statistics.title"));
  Sheet sheet;
  sheet.errors(errors).title(title).text(say("statistics.text"));
  if (errors.empty()) {
    const auto csv = "/reports/concerns.csv" + (years.query().empty() ? "" : "?" + years.query());
    years = {std::to_string(report["from"].integer()), std::to_string(report["to"].integer())};
    sheet.add(years_form(years, errors)).list(recorded_of(report));
    for (const auto* trait : traits)
      sheet.table(codes_table(report, trait), say_of("statistics.none.", trait));
    sheet.link(csv, say("reports.csv"));
  } else {
    sheet.add(years_form(years, errors));
  }
  sheet.link("/reports", say("reports.back"));
  return show(visit, errors.empty() ? 200 : 422,
              {.title = title,
               .content = std::move(sheet).take(),
               .active = "/reports",
               .has_errors = !errors.empty(),
               .wide = true});
}

http::Response show_concern_statistics_csv(const Visit& visit) {
  const auto report = read_statistics(visit, years_of(visit));
  if (!report.is_good()) return refusal(visit, report);
  CsvRecords records = {{"what", "code", "meaning", "people"}};
  for (const auto* trait : traits) {
    records.push_back({trait, "", "", csv_count(report[trait]["people"])});
    for (const auto& item : report[trait]["codes"].items()) {
      const JsonView one(item);
      const auto code = one["code"].text();
      records.push_back({trait, code, code_text(trait, code), csv_count(one["people"])});
    }
  }
  return csv_page("concern-statistics.csv", records);
}

}  // namespace badgewatch::web
