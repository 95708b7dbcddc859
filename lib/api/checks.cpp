#include "api/checks.hpp"

#include "api/answers.hpp"
#include "api/case_calls.hpp"
#include "api/case_outcomes.hpp"
#include "api/row_reader.hpp"
#include "core/uuid.hpp"
#include "http/query.hpp"
#include "person/person_json.hpp"

namespace badgewatch::api {

domain::CheckRequest read_check_request(const core::Json& json, core::Date today,
                                        core::Problems& problems) {
  core::JsonReader reader(json, "", problems);
  domain::CheckRequest request;
  request.case_reference = reader.string("case_reference", 100);
  const auto purpose = reader.choice(
      "purpose", {"new_application", "renewal", "in_term", "investigation", "subject_request"});
  if (purpose) request.purpose = static_cast<domain::Purpose>(*purpose);
  if (const auto* subject = reader.required_member("subject"))
    request.subject = person::read_person(*subject, "/subject", person::Reading::strict, today,
                                          problems, request.warnings);
  reader.finish();
  return request;
}

core::Error unproven_if_unavailable(const core::Error& error) {
  if (error.code() != core::Errc::unavailable) return error;
  return {core::Errc::freshness_unproven, "Nothing can be proven now. " + error.detail()};
}

namespace {

struct Refusal {
  int status;
  std::string_view type;
  std::string_view title;
};

// A problem of its own: to ask more slowly is of little use, and the supervisor may have to be
// asked.
constexpr Refusal over_budget = {429, "/problems/people-budget",
                                 "More people were searched than a day allows"};
constexpr const char* retry_after = "60";  // seconds; the detail says when there is one more

std::string over_budget_problem(const core::Error& error) {
  core::JsonWriter out;
  out.begin_object().member("type", over_budget.type);
  out.member("title", over_budget.title).member("status", over_budget.status);
  out.member("detail", error.detail());
  return std::move(out.end_object()).take();
}

http::Response refused_check(const core::Error& error) {
  auto response = http::problem(unproven_if_unavailable(error));
  if (error.code() != core::Errc::too_many_requests) return response;
  response.body = over_budget_problem(error);
  response.problem = over_budget.type;
  for (auto& [name, value] : response.headers)
    if (http::same_name(name, "retry-after")) value = retry_after;
  return response;
}

}  // namespace

http::Response post_check(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  const auto request = read_check_request(*json, context.today(), problems);
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));

  const auto answer = context.checks.ask(call.caller(), request);
  if (!answer) return refused_check(answer.error());
  return json_answer(201, app::to_json(*answer), {{"Location", "/v1/checks/" + answer->id.text()}});
}

http::Response get_check(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such check of yours."});
  const auto query = http::parse_query(call.request.head.query, {"include"});
  if (!query) return http::problem(query.error());
  const auto include = query->find("include");
  if (include && *include != "asked")
    return http::problem({core::Errc::malformed, "`include` must be `asked`, or left out."});
  auto found = context.checks.find(
      call.caller(), *id, include ? app::Checks::Asked::shown : app::Checks::Asked::left_out);
  if (!found) return http::problem(unproven_if_unavailable(found.error()));
  const auto outcomes = context.cases.outcomes.of_check(call.caller(), *id);
  if (!outcomes) return http::problem(outcomes.error());
  if (auto logged = context.records.log_reading(call.caller(), "check_read", *id); !logged)
    return http::problem(logged.error());
  if (!outcomes->empty()) *found = with_case_outcomes(std::move(*found), *outcomes);
  return json_answer(200, std::move(*found));
}

namespace {

// A chunk of checks is proven and recorded as one; each line carries the proof.
class CheckUpload final : public http::RowUpload {
public:
  CheckUpload(Context& context, access::Credential credential)
      : context_(context), credential_(std::move(credential)) {}

  core::Result<std::string> take(http::RowChunk chunk) override {
    const auto rows = ndjson_rows(chunk);
    if (auto few = check_row_count(chunk.first_row + rows.size() - 1, context_.most_rows); !few)
      return few.error();
    rows_ += static_cast<std::int64_t>(rows.size());
    std::vector<domain::CheckRequest> requests;
    std::vector<core::Result<std::size_t>> places;  // of each row: its request, or why not
    for (const auto& row : rows) {
      places.push_back(read(row, requests));
    }
    const auto answers = context_.checks.ask(credential_.caller, requests);
    std::string lines;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& place = places[i];
      if (!place)
        append_problem(lines, rows[i].number, place.error());
      else if (!answers[*place])
        append_problem(lines, rows[i].number, unproven_if_unavailable(answers[*place].error()));
      else
        lines += app::to_json(*answers[*place]) + "\n";
    }
    return lines;
  }

  std::string finish() override {
    core::JsonWriter out;
    out.begin_object().key("summary").begin_object();
    out.member("rows", rows_).member("answered", rows_ - rejected_).member("rejected", rejected_);
    return std::move(out.end_object().end_object()).take() + "\n";
  }

private:
  core::Result<std::size_t> read(const JsonRow& row, std::vector<domain::CheckRequest>& requests) {
    if (!row.json) return row.json.error();
    core::Problems problems;
    auto request = read_check_request(*row.json, context_.today(), problems);
    if (!problems.empty()) return core::invalid_fields(std::move(problems));
    requests.push_back(std::move(request));
    return requests.size() - 1;
  }

  void append_problem(std::string& lines, std::size_t row, const core::Error& error) {
    ++rejected_;
    core::JsonWriter out;
    out.begin_object().member("row", row).key("problem");
    if (error.code() == core::Errc::too_many_requests)
      out.raw(over_budget_problem(error));
    else
      http::write_problem(out, error);
    lines += std::move(out.end_object()).take() + "\n";
  }

  Context& context_;
  access::Credential credential_;
  std::int64_t rows_ = 0;
  std::int64_t rejected_ = 0;
};

}  // namespace

std::unique_ptr<http::RowUpload> check_upload(Context& context, access::Credential credential) {
  return std::make_unique<CheckUpload>(context, std::move(credential));
}

}  // namespace badgewatch::api
