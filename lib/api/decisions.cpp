#include "api/decisions.hpp"

#include "api/actor_names.hpp"
#include "api/answers.hpp"
#include "api/decision_answer.hpp"
#include "api/decision_json.hpp"
#include "api/once.hpp"
#include "core/json_writer.hpp"
#include "http/conditional.hpp"
#include "person/person_json.hpp"

namespace badgewatch::api {

namespace {

using access::Scope;

std::string entered_json(const ports::DecisionRecord& record, core::Date today,
                         const person::Warnings& warnings) {
  core::JsonWriter out;
  out.begin_object();
  write_clocks(out, record, today);
  person::write_warnings(out, warnings);
  return std::move(out.end_object()).take();
}

ports::StoredAnswer answer_of(const ports::DecisionEntered& entered, core::Date today,
                              const person::Warnings& warnings) {
  const bool is_new = entered.outcome == ports::EnterOutcome::entered;
  return {.status = is_new ? 201 : 200,
          .body = entered_json(entered.record, today, warnings),
          .headers = {{"Location", "/v1/decisions/" + entered.record.id.text()},
                      {"ETag", http::strong_etag(entered.record.version)}}};
}

}  // namespace

http::Response post_decision(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  const auto today = context.today();
  const auto read =
      read_decision(*json, Reference::optional, today, call.credential.may(Scope::import));
  if (!read) return http::problem(read.error());
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());

  app::Once<ports::DecisionEntered> once;
  once.key = std::move(*key);
  once.render = [&](const ports::DecisionEntered& entered) {
    return answer_of(entered, today, read->warnings);
  };
  auto answered = context.records.enter_decision(call.caller(), read->decision, once);
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

http::Response get_decision(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such decision of yours."});
  auto record = context.records.read_decision(call.caller(), *id);
  if (!record) return http::problem(record.error());
  if (auto named = name_recorders(context, call.caller(), record->history); !named)
    return http::problem(named.error());
  const auto compared = context.inbox.watched_position();
  if (!compared) return http::problem(compared.error());
  const bool watched = context.is_watching && *compared >= record->feed_seq;
  return json_answer(200, decision_json(*record, context.today(), watched, call.caller().actor),
                     {{"ETag", http::strong_etag(record->version)}});
}

}  // namespace badgewatch::api
