#include "web/reports.hpp"

#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/runs.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <array>

namespace badgewatch::web {

namespace {

struct Report {
  std::string_view href;
  std::string_view pattern;  // of the API, asked by GET
  std::string_view name;     // in the catalogue
};

constexpr std::array reports = {
    Report{"/reports/loopholes", "/v1/reconciliations/{id}/report", "loopholes"},
    Report{"/reports/data-quality", "/v1/reconciliations/{id}/report", "data_quality"},
    Report{"/reports/lateness", "/v1/reports/lateness", "lateness"},
    Report{"/reports/grants", "/v1/reports/grants", "grants"},
    Report{"/reports/concerns", "/v1/reports/concerns", "concerns"},
};

Part links(const Visit& visit) {
  Part part("report_links");
  for (const auto& one : reports)
    if (visit.may("GET", one.pattern))
      part.each("REPORT", Values()
                              .set("HREF", one.href)
                              .set("TEXT", say_of("report_link.", one.name))
                              .set("NOTE", say_of("report_note.", one.name)));
  return part;
}

// The API's sentences have times as systems read them.
std::string with_uk_times(std::string_view sentence) {
  std::vector<std::string> words;
  for (const auto word : core::split(sentence, ' ')) {
    const bool ends = word.ends_with('.');
    const auto instant = std::string(ends ? word.substr(0, word.size() - 1) : word);
    words.push_back(time_text(instant) + (ends ? "." : ""));
  }
  return core::join(words, " ");
}

http::Response page(const Visit& visit, int status, const FormErrors& errors) {
  const auto title = std::string(say("reports.title"));
  Sheet sheet;
  sheet.errors(errors).title(title).add(links(visit));
  if (visit.may("GET", "/v1/reconciliations")) {
    const auto answer = ask(visit, {.path = "/v1/reconciliations"});
    if (!answer.is_good()) return refusal(visit, answer);
    sheet.heading(say("reports.nation")).text(say("reports.nation.text"));
    if (visit.may("POST", "/v1/reconciliations"))
      sheet.add(component(visit, PostForm{.action = "/reports/runs",
                                          .button = std::string(say("reports.run")),
                                          .button_classes = "govuk-button--secondary"}));
    sheet.table(runs_table(answer["reconciliations"]), say("reports.runs.none"));
  }
  return show(visit, status,
              {.title = title,
               .content = std::move(sheet).take(),
               .active = "/reports",
               .has_errors = !errors.empty(),
               .wide = true});
}

}  // namespace

bool may_read_reports(const Visit& visit) {
  for (const auto& one : reports)
    if (visit.may("GET", one.pattern)) return true;
  return false;
}

http::Response show_reports(const Visit& visit) {
  return page(visit, 200, {});
}

http::Response do_ask_run(const Visit& visit) {
  const auto answer =
      ask(visit, {.method = "POST", .path = "/v1/reconciliations", .headers = once_header(visit)});
  if (answer.is_good()) return go_to("/reports/runs/" + answer["id"].text());
  if (answer.status != 429) return refusal(visit, answer);
  // Not yet: it says from when on.
  FormErrors errors;
  errors.add("", with_uk_times(answer.detail()));
  return page(visit, 429, errors);
}

}  // namespace badgewatch::web
