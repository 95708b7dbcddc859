#include "api/case_outcomes.hpp"

#include "api/case_calls.hpp"
#include "api/cursor.hpp"
#include "api/once.hpp"
#include "api/report_days.hpp"
#include "core/csv.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "domain/finding.hpp"

#include <limits>

namespace badgewatch::api {

namespace {

constexpr auto all = std::numeric_limits<std::size_t>::max();

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void write_outcome(core::JsonWriter& out, const ports::CaseOutcomeRecord& record) {
  const auto& outcome = record.outcome;
  out.begin_object().member("id", record.id.text()).member("check", record.check.text());
  out.member("result", domain::name_of(outcome.result));
  out.member("decided_on", outcome.decided_on.iso());
  out.member("searched_on", record.searched_on.iso());
  out.member("licence_number", text_or_null(outcome.licence_number));
  out.member("reason", text_or_null(outcome.reason));
  out.member("undecided_hits", record.undecided);
  out.member("corrects", record.corrects ? std::optional(record.corrects->text()) : std::nullopt);
  out.member("recorded_by", record.recorded_by);
  out.member("recorded_at", core::to_text(record.recorded_at));
  out.member("kept_until", record.kept_until.iso()).end_object();
}

// Every wrong field at once.
core::Result<app::CaseOutcomeToRecord> read_outcome(const core::Json& json) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  app::CaseOutcomeToRecord wanted;
  const auto result = reader.choice("result", {"granted", "renewed", "refused", "withdrawn"});
  if (result) wanted.outcome.result = domain::case_results.at(*result);
  wanted.outcome.decided_on = reader.date("decided_on").value_or(core::Date());
  wanted.outcome.licence_number = reader.optional_string("licence_number", 40).value_or("");
  wanted.outcome.reason = reader.optional_string("reason", domain::longest_reason).value_or("");
  if (const auto corrects = reader.optional_string("corrects")) {
    wanted.corrects = core::Uuid::parse(*corrects);
    if (!wanted.corrects) reader.problem("corrects", "must be an id");
  }
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return wanted;
}

std::string report_json(const ports::Grants& report, const ReportDays& days, std::string_view own) {
  core::JsonWriter out;
  out.begin_object().member("from", days.from.iso()).member("to", days.to.iso());
  out.member("granted", report.granted).member("searched", report.searched);
  out.member("without_licence_number", report.without_licence_number);
  out.member("without_search_count", report.granted - report.searched);
  out.member("against_undecided_hit_count", report.against_undecided_count);
  out.key("without_search").begin_array();
  for (const auto& one : report.without_search) {
    out.begin_object()
        .member("licence_number", one.licence.licence_number)
        .member("status", domain::name_of(one.licence.status))
        .member("granted_on", one.licence.granted_on.iso())
        .member("why", domain::name_of(one.search));
    if (one.licence.authority != own) out.member("former", one.licence.authority);
    out.end_object();
  }
  out.end_array().key("against_undecided_hit").begin_array();
  for (const auto& one : report.against_undecided)
    write_outcome(out, one);
  return std::move(out.end_array().end_object()).take();
}

std::string report_csv(const ports::Grants& report, std::string_view own) {
  std::string text;
  core::append_csv_record(text, {"finding", "licence_number", "day", "why", "undecided_hits",
                                 "check", "reason", "recorded_by", "former"});
  for (const auto& one : report.without_search)
    core::append_csv_record(
        text, {"without_search", one.licence.licence_number, one.licence.granted_on.iso(),
               std::string(domain::name_of(one.search)), "", "", "", "",
               one.licence.authority == own ? "" : one.licence.authority});
  for (const auto& one : report.against_undecided)
    core::append_csv_record(
        text, {"against_undecided_hit", one.outcome.licence_number, one.outcome.decided_on.iso(),
               std::string(domain::name_of(one.outcome.result)), std::to_string(one.undecided),
               one.check.text(), one.outcome.reason, one.recorded_by, ""});
  return text;
}

}  // namespace

http::Response post_case_outcome(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(ports::no_such_check());
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  auto wanted = read_outcome(*json);
  if (!wanted) return http::problem(wanted.error());
  wanted->check = *id;
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  app::Once<ports::CaseOutcomeRecord> once;
  once.key = std::move(*key);
  once.render = [](const ports::CaseOutcomeRecord& record) {
    core::JsonWriter out;
    write_outcome(out, record);
    return ports::StoredAnswer{.status = 201, .body = std::move(out).take(), .headers = {}};
  };
  auto answered = context.cases.outcomes.record(call.caller(), *wanted, once);
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

http::Response get_grants(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"from", "to", "limit", "format"});
  if (!query) return http::problem(query.error());
  const auto format = query->find("format").value_or("json");
  if (format != "json" && format != "csv")
    return http::problem({core::Errc::malformed, "`format` must be one of json, csv."});
  const auto days = report_days_of(*query, context.today());
  if (!days) return http::problem(days.error());
  const auto limit = read_limit(query->find("limit"), {.usual = all, .most = 1'000, .least = 1});
  if (!limit) return http::problem(limit.error());
  const auto report = context.cases.outcomes.grants(call.caller(), days->from, days->to,
                                                    format == "csv" ? all : *limit);
  if (!report) return http::problem(report.error());
  if (format == "json")
    return json_answer(200, report_json(*report, *days, call.caller().authority));
  return {.status = 200,
          .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                      {"Content-Disposition", "attachment; filename=\"grants.csv\""}},
          .body = report_csv(*report, call.caller().authority)};
}

std::string with_case_outcomes(std::string check,
                               const std::vector<ports::CaseOutcomeRecord>& outcomes) {
  core::JsonWriter out;
  out.begin_array();
  for (const auto& one : outcomes)
    write_outcome(out, one);
  out.end_array();
  check.pop_back();  // the brace of the whole
  return check.append(R"(,"case_outcomes":)").append(out.text()).append("}");
}

}  // namespace badgewatch::api
