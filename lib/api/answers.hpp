// Responses of the API: JSON objects and problem documents.
#pragma once

#include "core/result.hpp"
#include "http/message.hpp"
#include "http/problem.hpp"

#include <string>

namespace badgewatch::api {

inline http::Response json_answer(int status, std::string body, http::Headers headers = {}) {
  headers.emplace_back("Content-Type", "application/json");
  return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

// The body as one JSON object. Errc::malformed when it is none.
inline core::Result<core::Json> json_body(const http::Request& request) {
  auto json = core::parse_json(request.body);
  if (json && json->object() == nullptr)
    return core::Error(core::Errc::malformed, "The body must be a JSON object.");
  return json;
}

}  // namespace badgewatch::api
