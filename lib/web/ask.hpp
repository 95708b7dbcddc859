// Pages do everything by the API, in this process: the browser's own credential, the same rules,
// budgets, log and refusals as for a council's system.
#pragma once

#include "core/error.hpp"
#include "web/json_view.hpp"
#include "web/visit.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::web {

struct Answer {
  int status = 0;
  core::Json json;  // of the body, a problem document too; null where there is none
  http::Headers headers;

  bool is_good() const { return status >= 200 && status < 300; }
  JsonView operator[](std::string_view name) const { return JsonView(json)[name]; }
  // Of a problem: what is said of it, and of each field by its pointer.
  std::string detail() const { return (*this)["detail"].text(); }
  std::vector<core::FieldProblem> fields() const;
  bool wants_second_factor() const;
  // Another sending of the same form is being done at this moment: its answer comes to the next
  // one.
  bool is_being_done() const;
  // The same form was sent before with something else in it, and that was done.
  bool was_sent_otherwise() const;
  // Values of Set-Cookie, for the page that comes of it.
  http::Headers cookies() const;
};

struct Question {
  std::string_view method = "GET";
  std::string path;            // of the API, segments encoded
  std::string query = {};      // without `?`, encoded
  std::string body = {};       // JSON
  http::Headers headers = {};  // besides: Idempotency-Key, If-Match
};

// The address of `pattern` with these in the place of its {names}.
std::string address_of(std::string_view pattern, std::initializer_list<std::string_view> values);

Answer ask(const Visit& visit, Question question);

// The head of a request to the API that this visit makes.
http::RequestHead head_for(const Visit& visit, const Question& question);

}  // namespace badgewatch::web
