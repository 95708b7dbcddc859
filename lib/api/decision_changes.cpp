#include "api/decision_changes.hpp"

#include "api/decision_answer.hpp"
#include "api/decision_json.hpp"
#include "api/once.hpp"
#include "core/json_reader.hpp"
#include "http/conditional.hpp"

namespace badgewatch::api {

namespace {

using domain::EntryChange;

constexpr std::size_t longest_change_reason = 1000;
constexpr std::size_t longest_signature = 200;

// Who approves what another has proposed need not repeat its day.
bool may_lack_day(EntryChange change) {
  return change == EntryChange::remove || change == EntryChange::amend;
}

void read_amendment(core::JsonReader& reader, EntryChange change, core::Date today,
                    domain::Amendment& amendment) {
  amendment.decided_on = reader.optional_date("decided_on");
  amendment.effective_on = reader.optional_date("effective_on");
  amendment.suspension_ends_on = reader.optional_date("suspension_ends_on");
  const auto* subject = reader.member("subject");
  if (change != EntryChange::amend) {
    constexpr const char* amends_only = "is only given with the change amend";
    if (amendment.decided_on) reader.problem("decided_on", amends_only);
    if (amendment.effective_on) reader.problem("effective_on", amends_only);
    if (amendment.suspension_ends_on) reader.problem("suspension_ends_on", amends_only);
    if (subject != nullptr) reader.problem("subject", amends_only);
    return;
  }
  if (subject == nullptr) return;
  person::Warnings warnings;
  amendment.subject = person::read_person(*subject, "/subject", person::Reading::strict, today,
                                          reader.problems(), warnings);
}

// Every wrong field at once, but for those that only the entry itself can tell.
core::Result<app::ChangeToMake> read_change(const core::Json& body, core::Date today) {
  core::Problems problems;
  core::JsonReader reader(body, "", problems);
  app::ChangeToMake wanted;
  const auto change = reader.choice(
      "change", {"amend", "lift", "appeal_lodged", "appeal_allowed", "appeal_dismissed",
                 "later_grant", "remove", "withdraw", "reinstate", "disputed", "dispute_lifted"});
  if (change) wanted.change = domain::entry_changes[*change];
  const bool completes = !change || may_lack_day(wanted.change);
  wanted.on = completes ? reader.optional_date("on") : reader.date("on");
  if (completes || !domain::needs_reason(wanted.change))
    wanted.reason = reader.optional_string("reason", longest_change_reason).value_or("");
  else
    wanted.reason = reader.string("reason", longest_change_reason);
  auto& signing = wanted.signing;
  signing.decided_by = reader.optional_string("decided_by", longest_signature).value_or("");
  signing.approved_by = reader.optional_string("approved_by", longest_signature).value_or("");
  read_amendment(reader, change ? wanted.change : EntryChange::amend, today, wanted.amendment);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return wanted;
}

// A person's own session signs for that person alone; a council's system names its people.
std::optional<domain::Signatory> acting_person(const access::Credential& credential) {
  if (!credential.is_person()) return {};
  const auto& caller = credential.caller;
  return domain::Signatory{caller.label.empty() ? caller.actor : caller.label, caller.actor};
}

ports::StoredAnswer answer_of(const app::ChangeMade& made, core::Date today) {
  return {.status = made.is_proposal ? 202 : 200,
          .body = decision_json(made.record, today, false),
          .headers = {{"ETag", http::strong_etag(made.record.version)}}};
}

}  // namespace

http::Response post_decision_change(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such decision of yours."});
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  const auto today = context.today();
  auto wanted = read_change(*json, today);
  if (!wanted) return http::problem(wanted.error());
  wanted->decision = *id;
  wanted->signing.acting = acting_person(call.credential);
  const auto condition = http::read_if_match(call.request.head.headers);
  if (!condition) return http::problem(condition.error());
  if (*condition)
    wanted->allows_version = [&](std::int64_t version) {
      return (*condition)->allows(http::strong_etag(version));
    };
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());

  app::Once<app::ChangeMade> once;
  once.key = std::move(*key);
  once.render = [&](const app::ChangeMade& made) { return answer_of(made, today); };
  auto answered = context.entry_changes.change(call.caller(), *wanted, once);
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

}  // namespace badgewatch::api
