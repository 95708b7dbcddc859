#include "web/runs.hpp"

#include "web/ask.hpp"
#include "web/chart.hpp"
#include "web/csv_page.hpp"
#include "web/long_table.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/run_counts.hpp"
#include "web/wording.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

std::string progress_text(const JsonView& run) {
  const auto state = run["state"].text();
  if (state != "running") return say_of("run_state.", state);
  return say("run.progress", {{"phase", say_of("run_phase.", run["phase"].text())},
                              {"done", count_text(run["progress"]["done"])},
                              {"total", count_text(run["progress"]["total"])}});
}

std::string_view state_tag(const std::string& state) {
  if (state == "done") return "govuk-tag--green";
  return state == "running" ? "govuk-tag--blue" : "govuk-tag--grey";
}

Answer read_run(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/reconciliations/{id}", {id_in(visit, "id")})});
}

SummaryList facts_of(const Visit& visit, const JsonView& run) {
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) list.rows.push_back({std::string(key), value});
  };
  add(say("run.cause"), say_of("run_cause.", run["cause"].text()));
  add(say("run.asked_by"), authority_text(visit, run["asked_by"].text()));
  add(say("run.asked"), time_text(run["asked_at"].text()));
  add(say("run.begun"), time_text(run["begun_at"].text()));
  add(say("run.finished"), time_text(run["finished_at"].text()));
  add(say("run.rules"), run["rules"].text());
  return list;
}

Table counts_table(const JsonView& counts) {
  Table table{.caption = std::string(say("run.counts")),
              .head = {{std::string(say("run.count"))},
                       {.text = std::string(say("run.number")), .numeric = true}},
              .rows = {},
              .first_is_header = true};
  const auto add = [&](std::string_view name) {
    table.rows.push_back(
        {{say_of("run_count.", name)}, {.text = count_text(counts[name]), .numeric = true}});
  };
  for (const auto name : run_counts)
    if (counts[name].is_there()) add(name);
  for (const auto& [name, value] : counts.members())
    if (std::find(run_counts.begin(), run_counts.end(), name) == run_counts.end()) add(name);
  return table;
}

Table differences_table(const Visit& visit, const JsonView& run) {
  Table table{.caption = std::string(say("run.differences")),
              .head = {{std::string(say("run.difference.why"))},
                       {std::string(say("run.difference.entry"))},
                       {std::string(say("run.difference.of"))},
                       {std::string(say("run.difference.healed"))}},
              .rows = {}};
  for (const auto& item : run["differences"].items()) {
    const JsonView one(item);
    table.rows.push_back(
        {{one["sentence"].text()},
         {authority_text(visit, one["entry"]["recording_authority"].text(),
                         one["entry"]["id"].text())},
         {authority_text(visit, one["authority"].text())},
         {std::string(one["healed"].is_true() ? say("run.healed") : say("run.told"))}});
  }
  return table;
}

Table integrity_table(const JsonView& run) {
  Table table{.caption = std::string(say("run.integrity")),
              .head = {{std::string(say("run.check"))},
                       {.text = std::string(say("run.checked")), .numeric = true},
                       {.text = std::string(say("run.wrong")), .numeric = true}},
              .rows = {},
              .first_is_header = true};
  for (const auto& item : run["integrity"].items()) {
    const JsonView check(item);
    table.rows.push_back({{say_of("run_check.", check["check"].text())},
                          {.text = count_text(check["checked"]), .numeric = true},
                          {.text = count_text(check["wrong"]), .numeric = true}});
  }
  return table;
}

Part results_of(const Visit& visit, const JsonView& run) {
  const auto place = "/reports/runs/" + run["id"].text();
  Sheet sheet;
  if (run["compares"].is_boolean() && !run["compares"].is_true())
    sheet.inset(say("run.no_comparison"));
  sheet.table(counts_table(run["counts"]));
  if (run["state"].text() == "done") {
    add_long_table(sheet, differences_table(visit, run),
                   static_cast<std::int64_t>(run["differences"].items().size()),
                   say("run.differences.none"));
    sheet.table(integrity_table(run));
    sheet.link(place + "/figures", say("run.figures"));
  }
  if (!run["differences"].items().empty())
    sheet.link(place + "/differences.csv", say("run.differences.csv"));
  return std::move(sheet).take();
}

}  // namespace

Table runs_table(const JsonView& runs) {
  Table table{.caption = std::string(say("reports.runs")),
              .head = {{std::string(say("run.asked"))},
                       {std::string(say("run.cause"))},
                       {std::string(say("run.state"))},
                       {std::string(say("run.finished"))}},
              .rows = {}};
  for (const auto& item : runs.items()) {
    const JsonView run(item);
    const auto state = run["state"].text();
    table.rows.push_back(
        {{.text = time_text(run["asked_at"].text()), .href = "/reports/runs/" + run["id"].text()},
         {say_of("run_cause.", run["cause"].text())},
         {.text = progress_text(run), .tag = std::string(state_tag(state))},
         {time_text(run["finished_at"].text())}});
  }
  return table;
}

http::Response show_run(const Visit& visit) {
  const auto answer = read_run(visit);
  if (!answer.is_good()) return refusal(visit, answer);
  const JsonView run(answer.json);
  const auto title = std::string(say("run.title"));
  const bool goes_on = run["state"].text() != "done";
  Part content("run");
  content.show("GOES_ON", goes_on).set("AGAIN", "/reports/runs/" + run["id"].text());
  content.set("PROGRESS", progress_text(run));
  if (run["state"].text() == "running")
    content.add("BAR", share_bar(share_of(run["progress"]["done"], run["progress"]["total"])));
  content.add("FACTS", component(facts_of(visit, run))).add("RESULTS", results_of(visit, run));
  return show(visit, 200,
              {.title = title, .content = std::move(content), .active = "/reports", .wide = true});
}

http::Response show_run_csv(const Visit& visit) {
  const auto answer = read_run(visit);
  if (!answer.is_good()) return refusal(visit, answer);
  CsvRecords records = {{"explanation", "sentence", "entry", "recording_authority", "authority",
                         "licence", "healed"}};
  for (const auto& item : answer["differences"].items()) {
    const JsonView one(item);
    records.push_back({one["explanation"].text(), one["sentence"].text(), one["entry"]["id"].text(),
                       one["entry"]["recording_authority"].text(), one["authority"].text(),
                       one["licence"].text(), one["healed"].is_true() ? "true" : "false"});
  }
  return csv_page("differences.csv", records);
}

}  // namespace badgewatch::web
