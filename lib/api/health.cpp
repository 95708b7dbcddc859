#include "api/health.hpp"

#include "api/answers.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::api {

http::Response get_livez() {
  return json_answer(200, R"({"status":"alive"})");
}

http::Response get_readyz(Context& context) {
  const auto cause = context.not_ready();
  if (cause) return http::problem({core::Errc::unavailable, *cause});
  core::JsonWriter out;
  out.begin_object().member("status", "ready");
  const auto remark = context.remark ? context.remark() : std::nullopt;
  if (remark) out.member("detail", *remark);
  // It answers and records all the same: what is asked now is in the log when that is put right.
  if (const auto trouble = context.log_trouble()) out.member("log", *trouble);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_metrics(Context& context) {
  return {.status = 200,
          .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
          .body = context.metrics.text()};
}

http::Response get_openapi(Context& context) {
  return json_answer(200, context.openapi);
}

}  // namespace badgewatch::api
