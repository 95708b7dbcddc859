#include "store/webhook_outbox.hpp"

#include "core/log.hpp"
#include "store/webhook_rows.hpp"

namespace badgewatch::store {

namespace {

// Whoever claims counts the fence up: one who hung and comes back is told apart by that.
constexpr Statement claim_webhooks{
    "claim_webhooks",
    "with due as ("
    "  select w.authority, w.id from webhook as w"
    "  where w.disabled_at is null and w.not_before <= $1 and (w.failures > 0) = $2"
    "    and (w.lease_until is null or w.lease_until < clock_timestamp())"
    "    and exists (select from webhook_delivery as d"
    "                 where d.authority = w.authority and d.webhook = w.id"
    "                   and d.state = 'pending' and d.next_at <= $1)"
    "  order by w.lease_until nulls first, w.id limit $3"
    "  for update of w skip locked)"
    " update webhook as w set fence = w.fence + 1,"
    "        lease_until = clock_timestamp() + $4 * interval '1 millisecond'"
    " from due where w.authority = due.authority and w.id = due.id"
    " returning w.authority, w.id, w.fence, w.scheme, w.key_version, w.data_key, w.content"};
constexpr Statement select_endpoint{
    "select_webhook_endpoint",
    "select failing_since, failures from webhook where authority = $1 and id = $2 and fence = $3"};
constexpr Statement select_due{
    "select_due_messages",
    "select message, seq, type, at, attempts::bigint from webhook_delivery"
    " where authority = $1 and webhook = $2 and state = 'pending' and next_at <= $3"
    " order by next_at, seq nulls first limit $4"};
// First, so that one who lost the claim keeps nothing.
constexpr Statement update_endpoint{
    "update_webhook_endpoint",
    "update webhook set attempts = attempts + 1,"
    "       failures = case when $4 then 0 else failures + 1 end,"
    "       failing_since = case when $4 then null else coalesce(failing_since, $5) end,"
    "       not_before = $6, disabled_at = case when $7::text is null then null else $5 end,"
    "       disabled_because = $7,"
    "       lease_until = clock_timestamp() + $8 * interval '1 millisecond'"
    " where authority = $1 and id = $2 and fence = $3 and disabled_at is null"
    " returning attempts"};
constexpr Statement update_delivery{
    "update_webhook_delivery",
    "update webhook_delivery set state = $4, attempts = attempts + 1, next_at = $5,"
    "       ended_at = case when $4 = 'pending' then null else $6::timestamptz end"
    " where authority = $1 and webhook = $2 and message = $3"};
constexpr Statement insert_attempt{
    "insert_webhook_attempt",
    "insert into webhook_attempt (authority, webhook, number, message, at, took_ms, status, result)"
    " values ($1, $2, $3, $4, $5, $6, $7::bigint, $8)"};
constexpr Statement tell_disabled{"tell_webhook_disabled",
                                  "select tell_webhook_disabled($1, $2, $3)"};
constexpr Statement release_webhook{
    "release_webhook",
    "update webhook set lease_until = null where authority = $1 and id = $2 and fence = $3"};
constexpr Statement forget_deliveries{
    "forget_webhook_deliveries",
    "delete from webhook_delivery where (authority, webhook, message) in"
    " (select authority, webhook, message from webhook_delivery"
    "   where ended_at < $1 order by ended_at limit $2)"};
constexpr Statement forget_attempts{
    "forget_webhook_attempts",
    "delete from webhook_attempt where (authority, webhook, number) in"
    " (select authority, webhook, number from webhook_attempt where at < $1 order by at limit $2)"};

Parameters of(const ports::ClaimedWebhook& webhook) {
  return std::move(Parameters().text(webhook.authority).add(webhook.id));
}

}  // namespace

SqlWebhookOutbox::SqlWebhookOutbox(Context& context, std::chrono::milliseconds lease,
                                   std::size_t sessions)
    : context_(context),
      lease_ms_(lease.count()),
      pool_([&context] { return context.options.conninfo(Role::webhook); }, sessions,
            context.options.lease_wait, context.limits()) {}

core::Result<std::vector<ports::ClaimedWebhook>> SqlWebhookOutbox::claim(ports::WebhookLane lane,
                                                                         core::Instant now,
                                                                         std::size_t limit) {
  auto session = pool_.lease();
  if (!session) return session.error();
  Parameters parameters;
  parameters.add(now).add(lane == ports::WebhookLane::failing);
  parameters.add(static_cast<std::int64_t>(limit)).add(lease_ms_);
  auto rows = (*session)->run(claim_webhooks, parameters);
  if (!rows) return rows.error();
  std::vector<ports::ClaimedWebhook> claimed;
  for (int i = 0; i < rows->size(); ++i) {
    ports::ClaimedWebhook one;
    one.authority = rows->at<std::string>(i, 0);
    one.id = rows->at<core::Uuid>(i, 1);
    one.fence = rows->at<std::int64_t>(i, 2);
    const auto scheme = domain::webhook_scheme_named(rows->at<std::string>(i, 3));
    auto content = open_webhook(context_.sealer, one.authority, one.id,
                                rows->at<std::int16_t>(i, 4), rows->raw(i, 5), rows->raw(i, 6));
    if (!content || !scheme) {
      // Its claim runs out, and it is tried again: another master key may be at hand by then.
      core::log(core::LogLevel::error, "a webhook's keys do not open",
                {{"webhook", std::string_view(one.id.text())}});
      continue;
    }
    one.scheme = *scheme;
    one.url = std::move(content->url);
    one.keys = std::move(content->keys);
    claimed.push_back(std::move(one));
  }
  return claimed;
}

core::Result<ports::DueBatch> SqlWebhookOutbox::due(const ports::ClaimedWebhook& webhook,
                                                    core::Instant now, std::size_t limit) {
  auto session = pool_.lease();
  if (!session) return session.error();
  ports::DueBatch batch;
  auto endpoint = (*session)->run(select_endpoint, of(webhook).add(webhook.fence));
  if (!endpoint) return endpoint.error();
  if (endpoint->empty()) return batch;
  batch.endpoint = {.failing_since = endpoint->maybe<core::Instant>(0, 0),
                    .failures = endpoint->at<std::int64_t>(0, 1)};
  auto rows =
      (*session)->run(select_due, of(webhook).add(now).add(static_cast<std::int64_t>(limit)));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i)
    batch.messages.push_back({.id = message_text(rows->at<core::Uuid>(i, 0)),
                              .seq = rows->maybe<std::int64_t>(i, 1),
                              .type = rows->at<std::string>(i, 2),
                              .at = rows->at<core::Instant>(i, 3),
                              .attempts = static_cast<int>(rows->at<std::int64_t>(i, 4))});
  return batch;
}

core::Result<bool> SqlWebhookOutbox::complete(const ports::ClaimedWebhook& webhook,
                                              const ports::AttemptMade& made) {
  auto session = pool_.lease();
  if (!session) return session.error();
  if (auto begun = (*session)->script("begin", "begin"); !begun) return begun.error();
  const auto kept = complete_in_transaction(**session, webhook, made);
  if (!kept || !*kept) {
    (*session)->rollback();
    return kept;
  }
  if (auto done = (*session)->commit(); !done) return done.error();
  return true;
}

core::Result<bool> SqlWebhookOutbox::complete_in_transaction(Session& session,
                                                             const ports::ClaimedWebhook& webhook,
                                                             const ports::AttemptMade& made) {
  const auto message = read_message(made.message.id);
  if (!message) return core::Error(core::Errc::internal, "A webhook-id is not of its form.");
  const auto& verdict = made.verdict;
  std::optional<std::string_view> because;
  if (verdict.disable) because = name_of(*verdict.disable);
  Parameters parameters = of(webhook);
  parameters.add(webhook.fence).add(verdict.state == domain::DeliveryState::delivered);
  parameters.add(made.at).add(verdict.not_before).add(because).add(lease_ms_);
  auto endpoint = session.run(update_endpoint, parameters);
  if (!endpoint) return endpoint.error();
  if (endpoint->empty()) return false;
  Parameters delivery = of(webhook);
  delivery.add(*message).text(name_of(verdict.state)).add(verdict.next_at).add(made.at);
  if (auto done = session.run(update_delivery, delivery); !done) return done.error();
  std::optional<std::int64_t> status;
  if (made.status) status = *made.status;
  Parameters attempt = of(webhook);
  attempt.add(endpoint->at<std::int64_t>(0, 0)).add(*message).add(made.at);
  attempt.add(std::int64_t{made.took.count()}).add(status).text(made.result);
  if (auto done = session.run(insert_attempt, attempt); !done) return done.error();
  if (verdict.disable)
    if (auto told = session.run(tell_disabled, of(webhook).add(made.at)); !told)
      return told.error();
  return true;
}

core::Result<void> SqlWebhookOutbox::release(const ports::ClaimedWebhook& webhook) {
  auto session = pool_.lease();
  if (!session) return session.error();
  auto released = (*session)->run(release_webhook, of(webhook).add(webhook.fence));
  if (!released) return released.error();
  return {};
}

core::Result<std::int64_t> SqlWebhookOutbox::forget(core::Instant before) {
  constexpr std::int64_t most = 5'000;
  auto session = pool_.lease();
  if (!session) return session.error();
  std::int64_t forgotten = 0;
  for (const auto* statement : {&forget_deliveries, &forget_attempts}) {
    auto rows = (*session)->run(*statement, Parameters().add(before).add(most));
    if (!rows) return rows.error();
    forgotten += rows->affected();
  }
  return forgotten;
}

}  // namespace badgewatch::store
