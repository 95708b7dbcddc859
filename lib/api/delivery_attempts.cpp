#include "api/delivery_attempts.hpp"

#include "api/answers.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::api {

http::Response attempts_answer(const std::vector<ports::DeliveryAttempt>& attempts,
                               std::int64_t after) {
  core::JsonWriter out;
  out.begin_object().key("attempts").begin_array();
  for (const auto& one : attempts) {
    out.begin_object().member("number", one.number).member("message", one.message);
    out.member("seq", one.seq).member("type", one.type).member("at", core::to_text(one.at));
    out.member("took_ms", one.took.count()).member("status", one.status);
    out.member("result", one.result).end_object();
  }
  out.end_array().member("next", attempts.empty() ? after : attempts.back().number);
  return json_answer(200, std::move(out.end_object()).take());
}

}  // namespace badgewatch::api
