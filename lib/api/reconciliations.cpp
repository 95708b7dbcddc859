#include "api/reconciliations.hpp"

#include "api/answers.hpp"
#include "api/nation_calls.hpp"
#include "api/reconciliation_json.hpp"
#include "api/register_report_text.hpp"
#include "core/json_reader.hpp"
#include "http/idempotency.hpp"
#include "http/query.hpp"

namespace badgewatch::api {

namespace {

// Nothing is said in it yet; whoever sends a field believes otherwise.
core::Result<void> check_empty(const http::Request& request) {
  if (request.body.empty()) return {};
  const auto json = json_body(request);
  if (!json) return json.error();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return {};
}

// The sentence says from when on.
http::Response refused_run(const core::Error& error) {
  auto response = http::problem(error);
  if (error.code() != core::Errc::too_many_requests) return response;
  for (auto& [name, value] : response.headers)
    if (http::same_name(name, "retry-after")) value = "60";
  return response;
}

}  // namespace

http::Response post_reconciliation(Context& context, const Call& call) {
  if (auto empty = check_empty(call.request); !empty) return http::problem(empty.error());
  const auto key = http::read_idempotency_key(call.request.head.headers);
  if (!key) return http::problem(key.error());
  const auto run = context.nation.runs.order(call.caller(), *key);
  if (!run) return refused_run(run.error());
  core::JsonWriter out;
  write_run(out, *run);
  return json_answer(202, std::move(out).take(),
                     {{"Location", "/v1/reconciliations/" + run->id.text()}});
}

http::Response get_reconciliations(Context& context, const Call& call) {
  const auto runs = context.nation.runs.list(call.caller());
  if (!runs) return http::problem(runs.error());
  core::JsonWriter out;
  out.begin_object().key("reconciliations").begin_array();
  for (const auto& run : *runs)
    write_run(out, run);
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response get_reconciliation(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such run."});
  const auto report = context.nation.runs.find(call.caller(), *id);
  if (!report) return http::problem(report.error());
  core::JsonWriter out;
  write_report(out, *report, call.caller().authority.empty());
  return json_answer(200, std::move(out).take());
}

http::Response get_reconciliation_report(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"format"});
  if (!query) return http::problem(query.error());
  const auto format = query->find("format").value_or("json");
  if (format != "json" && format != "csv")
    return http::problem({core::Errc::malformed, "`format` must be one of json, csv."});
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such run."});
  const auto found = context.nation.runs.find(call.caller(), *id);
  if (!found) return http::problem(found.error());
  const auto report = app::make_register_report(*found, call.caller().authority);
  if (format == "json") return json_answer(200, report_json(report));
  return {.status = 200,
          .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                      {"Content-Disposition", "attachment; filename=\"register-report.csv\""}},
          .body = report_csv(report)};
}

}  // namespace badgewatch::api
