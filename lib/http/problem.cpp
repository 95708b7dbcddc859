#include "http/problem.hpp"

namespace badgewatch::http {

namespace {

struct Kind {
  int status;
  std::string_view type;
  std::string_view title;
  std::string_view retry_after;  // seconds; empty: not worth trying again as it stands
};

Kind kind_of(core::Errc code) {
  using core::Errc;
  switch (code) {
    case Errc::malformed:
      return {400, "/problems/malformed", "The request is malformed", ""};
    case Errc::invalid:
      return {422, "/problems/invalid", "Some fields are wrong", ""};
    case Errc::unauthenticated:
      return {401, "/problems/unauthenticated", "No valid credential was given", ""};
    case Errc::forbidden:
      return {403, "/problems/forbidden", "This is not allowed", ""};
    case Errc::not_found:
      return {404, "/problems/not-found", "There is no such thing", ""};
    case Errc::method_not_allowed:
      return {405, "/problems/method-not-allowed", "The method is not for this address", ""};
    case Errc::conflict:
      return {409, "/problems/conflict", "It conflicts with what is recorded", ""};
    case Errc::still_running:
      return {409, "/problems/conflict", "It conflicts with what is recorded", "1"};
    case Errc::precondition_failed:
      return {412, "/problems/precondition-failed", "It has been changed meanwhile", ""};
    case Errc::key_reused:
      return {422, "/problems/key-reused", "The Idempotency-Key was used for another request", ""};
    case Errc::too_large:
      return {413, "/problems/too-large", "The request is too large", ""};
    case Errc::unsupported_media_type:
      return {415, "/problems/unsupported-media-type", "This media type is not taken here", ""};
    case Errc::too_many_requests:
      return {429, "/problems/quota-exceeded", "More was asked than the budget allows", "1"};
    case Errc::unavailable:
      return {503, "/problems/unavailable", "The service cannot answer now", "2"};
    case Errc::freshness_unproven:
      return {503, "/problems/freshness-unproven", "That there is no match cannot be proven now",
              "1"};
    case Errc::internal:
      break;
  }
  return {500, "/problems/internal", "Something went wrong here", ""};
}

// No Errc: it is told before any call is made, and by the service alone.
constexpr Kind step_up{403, "/problems/step-up-required", "A second factor has to be shown anew",
                       ""};

void write_fields(core::JsonWriter& writer, const std::vector<core::FieldProblem>& fields) {
  writer.key("errors").begin_array();
  for (const auto& field : fields) {
    writer.begin_object();
    writer.member("pointer", field.pointer).member("detail", field.detail);
    writer.end_object();
  }
  writer.end_array();
}

}  // namespace

int problem_status(core::Errc code) {
  return kind_of(code).status;
}

std::string_view problem_type(core::Errc code) {
  return kind_of(code).type;
}

void write_problem(core::JsonWriter& writer, const core::Error& error) {
  const auto kind = kind_of(error.code());
  const bool silent = error.code() == core::Errc::internal;
  writer.begin_object();
  writer.member("type", kind.type).member("title", kind.title).member("status", kind.status);
  writer.key("detail").value(silent ? "An internal error." : error.detail());
  if (!silent && !error.fields().empty()) write_fields(writer, error.fields());
  writer.end_object();
}

Response step_up_required(std::string_view detail) {
  core::JsonWriter writer;
  writer.begin_object();
  writer.member("type", step_up.type).member("title", step_up.title);
  writer.member("status", step_up.status).member("detail", detail).end_object();
  Response response;
  response.status = step_up.status;
  response.headers.emplace_back("content-type", "application/problem+json");
  response.body = std::move(writer).take();
  response.problem = step_up.type;
  return response;
}

Response problem(const core::Error& error) {
  const auto kind = kind_of(error.code());
  core::JsonWriter writer;
  write_problem(writer, error);

  Response response;
  response.status = kind.status;
  response.headers.emplace_back("content-type", "application/problem+json");
  if (!kind.retry_after.empty()) response.headers.emplace_back("retry-after", kind.retry_after);
  if (kind.status == 401) response.headers.emplace_back("www-authenticate", "Bearer");
  response.body = std::move(writer).take();
  response.problem = kind.type;
  return response;
}

}  // namespace badgewatch::http
