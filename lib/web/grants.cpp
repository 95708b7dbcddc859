#include "web/grants.hpp"

#include "web/chart.hpp"
#include "web/csv_page.hpp"
#include "web/long_table.hpp"
#include "web/messages.hpp"
#include "web/period.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

SummaryList counts_of(const Answer& report) {
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    list.rows.push_back({std::string(key), value});
  };
  add(say("grants.granted"), count_text(report["granted"]));
  add(say("grants.searched"),
      say("grants.share",
          {{"count", count_text(report["searched"])},
           {"percent", percent_text(share_of(report["searched"], report["granted"]))}}));
  add(say("grants.without_number"), count_text(report["without_licence_number"]));
  return list;
}

// Whose code a licence stands under is said where one is not the authority's own.
Table unsearched_table(const Visit& visit, const Answer& report) {
  const auto& items = report["without_search"].items();
  const bool names_former = std::any_of(items.begin(), items.end(), [](const auto& item) {
    return !JsonView(item)["former"].text().empty();
  });
  Table table{.caption = std::string(say("grants.unsearched")),
              .head = {{std::string(say("drivers.number"))},
                       {std::string(say("drivers.status"))},
                       {std::string(say("drivers.granted_on"))},
                       {std::string(say("grants.why"))}},
              .rows = {},
              .first_is_header = true,
              .caption_classes = "govuk-visually-hidden"};
  if (names_former) table.head.push_back({std::string(say("grants.former"))});
  for (const auto& item : items) {
    const JsonView one(item);
    table.rows.push_back({{one["licence_number"].text()},
                          {say_of("licence_status.", one["status"].text())},
                          {day_text(one["granted_on"].text())},
                          {say_of("grants.why.", one["why"].text())}});
    if (!names_former) continue;
    const auto former = one["former"].text();
    table.rows.back().push_back({former.empty() ? "" : authority_text(visit, former)});
  }
  return table;
}

Table undecided_table(const Visit& visit, const Answer& report) {
  const bool opens = visit.may("GET", "/v1/checks/{id}");
  Table table{.caption = std::string(say("grants.undecided")),
              .head = {{std::string(say("grants.decided_on"))},
                       {std::string(say("grants.result"))},
                       {std::string(say("drivers.number"))},
                       {.text = std::string(say("grants.hits")), .numeric = true},
                       {std::string(say("grants.reason"))},
                       {std::string(say("grants.by"))}},
              .rows = {},
              .caption_classes = "govuk-visually-hidden"};
  for (const auto& item : report["against_undecided_hit"].items()) {
    const JsonView one(item);
    table.rows.push_back({{.text = day_text(one["decided_on"].text()),
                           .href = opens ? "/checks/" + one["check"].text() : ""},
                          {say_of("case_result.", one["result"].text())},
                          {one["licence_number"].text()},
                          {.text = count_text(one["undecided_hits"]), .numeric = true},
                          {one["reason"].text()},
                          {one["recorded_by"].text()}});
  }
  return table;
}

}  // namespace

http::Response show_grants(const Visit& visit) {
  auto period = period_of(visit);
  const auto title = std::string(say("grants.title"));
  const bool is_wrong = !period.errors.empty();
  Sheet sheet;
  sheet.errors(period.errors).title(title).text(say("grants.text"));
  if (is_wrong) {
    sheet.add(period_form("/reports/grants", period));
  } else {
    const auto days = period.api_query();
    const auto report = ask(
        visit, {.path = "/v1/reports/grants",
                .query = days + (days.empty() ? "" : "&") + "limit=" + std::to_string(rows_shown)});
    if (!report.is_good()) return refusal(visit, report);
    const auto csv = period.address("/reports/grants.csv");
    show_answered(period, report);
    sheet.add(period_form("/reports/grants", period)).list(counts_of(report));
    sheet.add(share_bar(share_of(report["searched"], report["granted"])));
    sheet.heading(say("grants.unsearched"));
    add_long_table(sheet, unsearched_table(visit, report), report["without_search_count"].integer(),
                   say("grants.unsearched.none"));
    sheet.heading(say("grants.undecided"));
    add_long_table(sheet, undecided_table(visit, report),
                   report["against_undecided_hit_count"].integer(), say("grants.undecided.none"));
    sheet.link(csv, say("reports.csv"));
  }
  sheet.link("/reports", say("reports.back"));
  return show(visit, is_wrong ? 422 : 200,
              {.title = title,
               .content = std::move(sheet).take(),
               .active = "/reports",
               .has_errors = is_wrong,
               .wide = true});
}

http::Response show_grants_csv(const Visit& visit) {
  const auto period = period_of(visit);
  if (!period.errors.empty()) return refusal(visit, 400);
  const auto query = period.api_query();
  const auto answer = ask_csv(visit, {.path = "/v1/reports/grants",
                                      .query = query + (query.empty() ? "" : "&") + "format=csv"});
  return answer.is_good() ? csv_page("grants.csv", answer.records) : refusal(visit, answer.problem);
}

}  // namespace badgewatch::web
