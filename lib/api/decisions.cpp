#include "api/decisions.hpp"

#include "api/answers.hpp"
#include "api/decision_json.hpp"
#include "api/once.hpp"
#include "core/json_writer.hpp"
#include "person/person_json.hpp"

namespace badgewatch::api {

namespace {

using access::Scope;

void write_clocks(core::JsonWriter& out, const ports::DecisionRecord& record, core::Date today) {
  const auto& decision = record.decision;
  out.member("id", record.id.text()).member("entered_at", core::to_text(record.entered_at));
  out.member("enter_by", record.clocks.enter_by.iso()).member("late", record.clocks.late);
  out.member("retained_until", record.clocks.retained_until.iso());
  out.member("state", domain::name_of(domain::state_on(record.state, decision.kind,
                                                       decision.suspension_ends_on, today)));
}

std::string entered_json(const ports::DecisionRecord& record, core::Date today,
                         const person::Warnings& warnings) {
  core::JsonWriter out;
  out.begin_object();
  write_clocks(out, record, today);
  person::write_warnings(out, warnings);
  return std::move(out.end_object()).take();
}

std::string decision_json(const ports::DecisionRecord& record, core::Date today, bool watched) {
  const auto& decision = record.decision;
  core::JsonWriter out;
  out.begin_object();
  write_clocks(out, record, today);
  out.member("kind", domain::name_of(decision.kind));
  out.member("decided_on", decision.decided_on.iso());
  out.member("effective_on", decision.effective_on.iso());
  out.member("notified_on", decision.notified_on.iso());
  if (decision.suspension_ends_on)
    out.member("suspension_ends_on", decision.suspension_ends_on->iso());
  out.member("relies_on_relevant_information", decision.relies_on_relevant_information);
  out.key("subject");
  person::write_person(out, decision.subject);
  if (!decision.your_reference.empty()) out.member("your_reference", decision.your_reference);
  if (decision.first_entered_on) out.member("first_entered_on", decision.first_entered_on->iso());
  if (!decision.imported_from.empty()) out.member("imported_from", decision.imported_from);
  out.key("history").begin_array().begin_object();
  out.member("change", "entered").member("at", core::to_text(record.entered_at));
  out.end_object().end_array();
  out.member("watched", watched);
  return std::move(out.end_object()).take();
}

ports::StoredAnswer answer_of(const ports::DecisionEntered& entered, core::Date today,
                              const person::Warnings& warnings) {
  const bool is_new = entered.outcome == ports::EnterOutcome::entered;
  return {.status = is_new ? 201 : 200,
          .body = entered_json(entered.record, today, warnings),
          .headers = {{"Location", "/v1/decisions/" + entered.record.id.text()}}};
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
  const auto record = context.records.read_decision(call.caller(), *id);
  if (!record) return http::problem(record.error());
  const auto compared = context.inbox.watched_position();
  if (!compared) return http::problem(compared.error());
  const bool watched = context.is_watching && *compared >= record->feed_seq;
  return json_answer(200, decision_json(*record, context.today(), watched));
}

}  // namespace badgewatch::api
