#include "web/lateness.hpp"

#include "web/chart.hpp"
#include "web/csv_page.hpp"
#include "web/messages.hpp"
#include "web/period.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

Answer read_lateness(const Visit& visit, const Period& period) {
  return ask(visit, {.path = "/v1/reports/lateness", .query = period.api_query()});
}

// So that a page of all authorities weighs no more than others.
constexpr std::size_t rows_a_page = 30;

// A count that is not told is one.
bool has_anything(const JsonView& duty) {
  for (const auto* name : {"done", "open", "overdue"})
    if (!duty[name].is_there() || duty[name].integer() > 0) return true;
  return false;
}

// The rows of that page alone, and links to its neighbours where there are some.
Part pages_of(Table& table, const Period& period) {
  const auto all = table.rows.size();
  const auto last =
      static_cast<int>(std::max<std::size_t>(all, 1) - 1) / static_cast<int>(rows_a_page) + 1;
  const auto page = std::clamp(period.page, 1, last);
  const auto begin = static_cast<std::size_t>(page - 1) * rows_a_page;
  const auto end = std::min(begin + rows_a_page, all);
  table.rows = {table.rows.begin() + static_cast<std::ptrdiff_t>(begin),
                table.rows.begin() + static_cast<std::ptrdiff_t>(end)};
  const auto to = [&](int wanted) { return period.address("/reports/lateness", wanted); };
  return component(Pagination{page > 1 ? to(page - 1) : "", page < last ? to(page + 1) : ""});
}

// In the order of the API: whose duties were the latest stands first.
Table lateness_table(const Answer& report) {
  const bool is_league = report["authorities"].items().size() > 1;
  Table table{.caption = std::string(say("lateness.table")),
              .head = {{std::string(say("contact.authority"))},
                       {std::string(say("home.duty"))},
                       {.text = std::string(say("lateness.done")), .numeric = true},
                       {.text = std::string(say("lateness.late")), .numeric = true},
                       {std::string(say("lateness.share"))},
                       {.text = std::string(say("lateness.open")), .numeric = true},
                       {.text = std::string(say("lateness.overdue")), .numeric = true},
                       {.text = std::string(say("lateness.most")), .numeric = true}},
              .rows = {},
              .first_is_header = true,
              .caption_classes = "govuk-visually-hidden"};
  int place = 0;
  for (const auto& item : report["authorities"].items()) {
    const JsonView authority(item);
    ++place;
    for (const auto& one : authority["duties"].items()) {
      const JsonView duty(one);
      if (!has_anything(duty)) continue;
      const auto number = [&](const char* name) {
        return Cell{.text = count_text(duty[name]), .numeric = true};
      };
      const auto share = share_of(duty["done_late"], duty["done"]);
      auto most = number("most_days_late");
      if (!duty["most_days_late"].is_there()) most.text = say("chart.not_told");
      const auto name = authority["name"].text();
      table.rows.push_back({{is_league ? std::to_string(place) + ". " + name : name},
                            {say_of("duty.", duty["kind"].text())},
                            number("done"),
                            number("done_late"),
                            {.text = percent_text(share), .inside = {share_bar(share)}},
                            number("open"),
                            number("overdue"),
                            most});
    }
  }
  return table;
}

}  // namespace

http::Response show_lateness(const Visit& visit) {
  auto period = period_of(visit);
  const auto title = std::string(say("lateness.title"));
  const bool is_wrong = !period.errors.empty();
  Sheet sheet;
  sheet.errors(period.errors).title(title).text(say("lateness.text"));
  if (is_wrong) {
    sheet.add(period_form("/reports/lateness", period));
  } else {
    const auto report = read_lateness(visit, period);
    if (!report.is_good()) return refusal(visit, report);
    const auto csv = period.address("/reports/lateness.csv");
    show_answered(period, report);
    sheet.add(period_form("/reports/lateness", period));
    if (report["hides_counts_below"].is_there())
      sheet.text(say("lateness.hidden",
                     {{"fewest", std::to_string(report["hides_counts_below"].integer())}}));
    auto table = lateness_table(report);
    const bool is_long = table.rows.size() > rows_a_page;
    auto pages = pages_of(table, period);
    sheet.table(table, say("lateness.none"));
    if (is_long) sheet.add(std::move(pages));
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

http::Response show_lateness_csv(const Visit& visit) {
  const auto period = period_of(visit);
  if (!period.errors.empty()) return refusal(visit, 400);
  const auto report = read_lateness(visit, period);
  if (!report.is_good()) return refusal(visit, report);
  CsvRecords records = {
      {"authority", "name", "duty", "done", "done_late", "open", "overdue", "most_days_late"}};
  for (const auto& item : report["authorities"].items()) {
    const JsonView authority(item);
    for (const auto& one : authority["duties"].items()) {
      const JsonView duty(one);
      records.push_back({authority["authority"].text(), authority["name"].text(),
                         duty["kind"].text(), csv_count(duty["done"]), csv_count(duty["done_late"]),
                         csv_count(duty["open"]), csv_count(duty["overdue"]),
                         csv_count(duty["most_days_late"])});
    }
  }
  return csv_page("lateness.csv", records);
}

}  // namespace badgewatch::web
