#include "web/ask.hpp"

#include "access/csrf.hpp"
#include "http/percent.hpp"

#include <array>
#include <stdexcept>

namespace badgewatch::web {

namespace {

// By which the API knows who asks, and that it is the register's own page.
constexpr std::array<std::string_view, 5> passed_on = {"Cookie", "Host", "Origin", "Sec-Fetch-Site",
                                                       "User-Agent"};

}  // namespace

std::vector<core::FieldProblem> Answer::fields() const {
  std::vector<core::FieldProblem> found;
  for (const auto& one : (*this)["errors"].items())
    found.push_back({JsonView(one)["pointer"].text(), JsonView(one)["detail"].text()});
  return found;
}

bool Answer::wants_second_factor() const {
  return status == 403 && (*this)["type"].text() == "/problems/step-up-required";
}

// A conflict that passes is told by when to ask again.
bool Answer::is_being_done() const {
  return status == 409 && !http::header(headers, "Retry-After").empty();
}

bool Answer::was_sent_otherwise() const {
  return status == 422 && (*this)["type"].text() == "/problems/key-reused";
}

http::Headers Answer::cookies() const {
  http::Headers found;
  for (const auto& field : headers)
    if (http::same_name(field.first, "Set-Cookie")) found.push_back(field);
  return found;
}

std::string address_of(std::string_view pattern, std::initializer_list<std::string_view> values) {
  std::string out;
  const auto* value = values.begin();
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    out += pattern.substr(0, open);
    if (open == std::string_view::npos) return out;
    const auto close = pattern.find('}', open);
    if (value == values.end() || close == std::string_view::npos)
      throw std::logic_error("an address lacks a value");
    out += http::percent_encode(*value++);
    pattern.remove_prefix(close + 1);
  }
  return out;
}

http::RequestHead head_for(const Visit& visit, const Question& question) {
  const auto& from = visit.request.head;
  http::RequestHead head;
  head.method = question.method;
  head.path = question.path;
  head.query = question.query;
  for (const auto& field : from.headers)
    for (const auto name : passed_on)
      if (http::same_name(field.first, name)) head.headers.push_back(field);
  if (!access::is_safe(question.method))
    head.headers.emplace_back(access::csrf_header, visit.typed("csrf"));
  for (const auto& field : question.headers)
    head.headers.push_back(field);
  head.peer = from.peer;
  head.https = from.https;
  head.certificate = from.certificate;
  head.request_id = from.request_id;
  return head;
}

Answer ask(const Visit& visit, Question question) {
  auto head = head_for(visit, question);
  if (!question.body.empty()) head.headers.emplace_back("Content-Type", "application/json");
  http::Request request{std::move(head), std::move(question.body)};
  // Whoever changes something is looked up anew: it may be their own session.
  auto response = visit.who != nullptr && visit.reads
                      ? visit.parts.api.handle_as(*visit.who, std::move(request))
                      : visit.parts.api.handle(std::move(request));
  Answer answer;
  answer.status = response.status;
  answer.headers = std::move(response.headers);
  if (response.body.empty()) return answer;
  if (auto json = core::parse_json(response.body)) answer.json = std::move(*json);
  return answer;
}

}  // namespace badgewatch::web
