#include "api/adjudications.hpp"

#include "api/once.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::api {

namespace {

// {"finding", "reason"}: every wrong field at once.
core::Result<app::Adjudication> read_adjudication(const core::Json& json) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  app::Adjudication adjudication;
  const auto finding = reader.choice("finding", {"same_person", "different_person", "undecided"});
  if (finding) adjudication.finding = domain::findings[*finding];
  adjudication.reason = reader.string("reason", domain::longest_reason);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return adjudication;
}

ports::StoredAnswer answer_of(const ports::FindingRecord& finding) {
  core::JsonWriter out;
  out.begin_object().member("check", finding.check.text()).member("hit", finding.hit.text());
  out.key("entry").begin_object().member("type", "decision").member("id", finding.entry.text());
  out.member("recording_authority", finding.recording_authority).end_object();
  out.member("finding", domain::name_of(finding.finding)).member("reason", finding.reason);
  out.member("found_by", finding.found_by).member("found_at", core::to_text(finding.found_at));
  return {.status = 200, .body = std::move(out.end_object()).take(), .headers = {}};
}

}  // namespace

http::Response post_adjudication(Context& context, const Call& call) {
  const auto check = core::Uuid::parse(call.path.at("id"));
  const auto hit = core::Uuid::parse(call.path.at("hit_id"));
  if (!check || !hit)
    return http::problem({core::Errc::not_found, "There is no such hit of yours."});
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  auto adjudication = read_adjudication(*json);
  if (!adjudication) return http::problem(adjudication.error());
  adjudication->check = *check;
  adjudication->hit = *hit;
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  auto answered =
      context.adjudications.adjudicate(call.caller(), *adjudication, {std::move(*key), answer_of});
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

}  // namespace badgewatch::api
