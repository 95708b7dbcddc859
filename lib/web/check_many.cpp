#include "web/check_many.hpp"

#include "core/csv.hpp"
#include "core/text.hpp"
#include "http/row_cutter.hpp"
#include "web/applicants.hpp"
#include "web/components.hpp"
#include "web/file_form.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/rows_results.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace badgewatch::web {

namespace {

constexpr std::size_t most_applicants = 2'000;
constexpr std::array<std::string_view, 3> purposes = {"new_application", "renewal", "in_term"};

FileForm form_of(const Visit& visit, const FormErrors& errors) {
  Radios why{.name = "purpose",
             .legend = std::string(say("check_many.purpose")),
             .choices = {},
             .chosen = visit.typed("purpose"),
             .error = errors.of("purpose"),
             .classes = "govuk-radios--small"};
  for (const auto one : purposes)
    why.choices.push_back({std::string(one), say_of("purpose.", one)});
  if (visit.request.head.method == "GET") why.chosen = purposes.front();
  return {.action = "/check-many",
          .active = "/check",
          .title = std::string(say("check_many.title")),
          .text = say("check_many.text", {{"most", std::to_string(most_applicants)}}),
          .columns =
              "case_reference,full_name,former_names,date_of_birth,"
              "national_insurance_number,driving_licence_number,driving_licence_issuer,"
              "address_1,address_2,postcode,email,telephone",
          .button = std::string(say("check_many.button")),
          .fields = {component(why)}};
}

http::Response form(const Visit& visit, int status, const FormErrors& errors) {
  return file_form(visit, status, form_of(visit, errors), errors);
}

// One applicant, and what came of it: a check's answer, or what is wrong with the row.
struct Result {
  Applicant applicant;
  core::Json check;  // null: it was not checked
  std::string fault;

  std::string outcome() const { return JsonView(check)["outcome"].text(); }
};

// The rows that can be read, as one file of the API's.
RowsFile rows_of(const std::vector<Applicant>& applicants) {
  RowsFile file;
  file.format = http::RowFormat::ndjson;
  http::RowChunk chunk;
  std::size_t row = 1;
  for (const auto& one : applicants) {
    if (one.check.empty()) continue;
    chunk.text += one.check + "\n";
    if (row++ % http::RowLimits{}.rows != 0) continue;
    file.chunks.push_back(std::exchange(chunk, {}));
    chunk.first_row = row;
  }
  chunk.last = true;
  file.chunks.push_back(std::move(chunk));
  file.rows = row - 1;
  return file;
}

std::vector<Result> results_of(std::vector<Applicant> applicants, const RowsTaken& taken) {
  std::vector<Result> results;
  std::size_t next = 0;
  for (auto& one : applicants) {
    auto& result = results.emplace_back();
    const bool was_sent = !one.check.empty();
    for (const auto& fault : one.faults)
      result.fault += (result.fault.empty() ? "" : ". ") + fault;
    result.applicant = std::move(one);
    if (!was_sent) continue;
    if (next == taken.lines.size()) {
      result.fault = say("check_many.unproven");
      continue;
    }
    const auto& line = taken.lines[next++];
    if (JsonView(line)["problem"].is_there())
      result.fault = problem_text(JsonView(line)["problem"]);
    else
      result.check = line;
  }
  return results;
}

// Whom to ask about its hits, each once.
std::string asked_text(const Visit& visit, const JsonView& check) {
  std::vector<std::string> all;
  for (const auto& hit : check["hits"].items()) {
    const auto entry = JsonView(hit)["entry"];
    auto one = authority_text(visit, entry["recording_authority"].text(), entry["id"].text());
    const auto kind = entry["kind"].text();
    if (!kind.empty()) one += ", " + say_of("kind.", kind);
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  }
  return core::join(all, "; ");
}

std::string csv_of(const Visit& visit, const std::vector<Result>& results) {
  std::string csv = "\xef\xbb\xbf";
  core::append_csv_record(
      csv, {"row", "case_reference", "name", "outcome", "hits", "recording_authorities",
            "checked_at", "proven_at", "check", "problem"});
  for (const auto& one : results) {
    const JsonView check(one.check);
    core::append_csv_record(
        csv, {std::to_string(one.applicant.row), one.applicant.case_reference, one.applicant.name,
              one.check.is_null() ? "not_checked" : one.outcome(),
              std::to_string(check["hits"].items().size()), asked_text(visit, check),
              check["checked_at"].text(), check["proof"]["proven_at"].text(), check["id"].text(),
              one.fault});
  }
  return csv;
}

std::string_view outcome_tag(const std::string& outcome) {
  return outcome == "match" ? "govuk-tag--red" : "govuk-tag--yellow";
}

// It answers a form, and whoever came back to it would be asked to send the file a second time:
// what is worked through from it opens beside it.
http::Response page(const Visit& visit, const std::vector<Result>& results) {
  SummaryList counts;
  const auto count = [&](std::string_view key, const auto& is_one) {
    counts.rows.push_back(
        {std::string(key), std::to_string(std::count_if(results.begin(), results.end(), is_one))});
  };
  count(say("check_many.all"), [](const Result&) { return true; });
  for (const auto* outcome : {"match", "possible_match", "no_match", "indeterminate"})
    count(say_of("outcome.", outcome), [&](const Result& one) { return one.outcome() == outcome; });
  count(say("check_many.not_checked"), [](const Result& one) { return one.check.is_null(); });

  Table hits{.caption = std::string(say("check_many.hits")),
             .head = {{.text = std::string(say("rows.number")), .numeric = true},
                      {std::string(say("check.case_reference"))},
                      {std::string(say("decisions.name"))},
                      {std::string(say("searches.outcome"))},
                      {std::string(say("check_many.ask"))}},
             .rows = {}};
  Table faults{.caption = std::string(say("check_many.faults")),
               .head = {{.text = std::string(say("rows.number")), .numeric = true},
                        {std::string(say("check.case_reference"))},
                        {std::string(say("rows.wrong"))}},
               .rows = {}};
  // What is surest first, as it came.
  for (const auto* wanted : {"match", "possible_match", "indeterminate"}) {
    for (const auto& one : results) {
      if (one.outcome() != wanted) continue;
      const JsonView check(one.check);
      hits.rows.push_back(
          {{.text = std::to_string(one.applicant.row), .numeric = true},
           {.text = one.applicant.case_reference,
            .href = "/checks/" + check["id"].text(),
            .new_tab = true},
           {one.applicant.name},
           {.text = say_of("outcome.", wanted), .tag = std::string(outcome_tag(wanted))},
           {asked_text(visit, check)}});
    }
  }
  for (const auto& one : results)
    if (one.check.is_null())
      faults.rows.push_back({{.text = std::to_string(one.applicant.row), .numeric = true},
                             {one.applicant.case_reference},
                             {one.fault}});
  Part content("check_many");
  content.add("COUNTS", component(counts));
  content.add("DOWNLOAD", component(Button{.text = std::string(say("check_many.download")),
                                           .classes = "govuk-button--secondary"}));
  if (!hits.rows.empty()) content.each("HITS", Values().add("TABLE", component(hits)));
  if (!faults.rows.empty()) content.each("FAULTS", Values().add("TABLE", component(faults)));
  const bool nobody = std::all_of(results.begin(), results.end(),
                                  [](const Result& one) { return one.check.is_null(); });
  content.show("NOBODY", nobody).show("NO_HITS", hits.rows.empty() && !nobody);
  content.add("TOKEN", form_token(visit)).set("RESULTS", csv_of(visit, results));
  return show(visit, 200,
              {.title = std::string(say("check_many.done")),
               .content = std::move(content),
               .active = "/check",
               .wide = true});
}

}  // namespace

http::Response show_check_many(const Visit& visit) {
  return form(visit, 200, {});
}

http::Response do_check_many(const Visit& visit) {
  FormErrors errors;
  const auto purpose = visit.typed("purpose");
  if (std::find(purposes.begin(), purposes.end(), purpose) == purposes.end())
    errors.add("purpose", std::string(say("check.purpose.missing")));
  auto read = read_rows_file(visit.form.file("file"), most_applicants);
  if (read.fault.empty()) read.fault = heading_fault(read.file);
  if (!read.fault.empty()) errors.add("file", read.fault);
  if (!errors.empty()) return form(visit, 422, errors);
  auto applicants = read_applicants(read.file, purpose, visit.today());
  auto rows = rows_of(applicants);
  RowsTaken taken;
  if (rows.rows > 0) taken = send_rows(visit, "/v1/checks/batch", "", std::move(rows));
  if (taken.refused && taken.lines.empty()) return refusal(visit, *taken.refused);
  return page(visit, results_of(std::move(applicants), taken));
}

http::Response do_download_results(const Visit& visit) {
  return {.status = 200,
          .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                      {"Content-Disposition", "attachment; filename=\"checks.csv\""},
                      {"Cache-Control", "no-store"}},
          .body = visit.typed("results")};
}

}  // namespace badgewatch::web
