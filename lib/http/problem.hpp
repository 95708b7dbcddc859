// The one place where an error becomes what the client sees: RFC 9457 problem documents.
#pragma once

#include "core/error.hpp"
#include "core/json_writer.hpp"
#include "http/message.hpp"

#include <string_view>

namespace badgewatch::http {

// 400 to 503.
int problem_status(core::Errc code);

// The stable name of the problem's type, a reference relative to the service:
// "/problems/freshness-unproven".
std::string_view problem_type(core::Errc code);

// {"type", "title", "status", "detail", "errors": [{"pointer", "detail"}]} as one value, for a
// body and for a row of an upload. Of Errc::internal neither detail nor fields are shown.
void write_problem(core::JsonWriter& writer, const core::Error& error);

// 403: a second factor was shown too long ago for this call.
Response step_up_required(std::string_view detail);

// Retry-After on 429, on 503 and while the first request of the same runs, WWW-Authenticate on 401.
Response problem(const core::Error& error);

}  // namespace badgewatch::http
