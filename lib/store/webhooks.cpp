#include "store/webhooks.hpp"

#include "store/outbox.hpp"
#include "store/rows.hpp"
#include "store/webhook_rows.hpp"

namespace badgewatch::store {

namespace {

constexpr Statement select_webhooks{
    "select_webhooks",
    "select id, description, scheme, key_version, data_key, content, created_at, disabled_at,"
    "       disabled_because, failing_since"
    " from webhook where authority = $1 and ($2::uuid is null or id = $2) order by created_at, id"};
// One of an authority's after the other, so that no two of them pass the limit together.
constexpr Statement lock_webhooks{"lock_webhooks", "select pg_advisory_xact_lock($1)"};
constexpr Statement insert_webhook{
    "insert_webhook",
    "insert into webhook (authority, id, description, created_at, scheme, key_version, data_key,"
    "                     content)"
    " select $1, $2, $3, $4, $5, $6, $7, $8"
    " where (select count(*) from webhook where authority = $1) < $9"};
constexpr Statement delete_webhook{"delete_webhook",
                                   "delete from webhook where authority = $1 and id = $2"};
// Whoever enables it again begins anew: what failed before says nothing.
constexpr Statement update_webhook{
    "update_webhook",
    "update webhook set key_version = $3, data_key = $4, content = $5, disabled_at = $6,"
    "       disabled_because = $7,"
    "       failing_since = case when disabled_at is not null then null else failing_since end,"
    "       failures = case when disabled_at is not null then 0 else failures end,"
    "       not_before = case when disabled_at is not null then '-infinity' else not_before end"
    " where authority = $1 and id = $2"};
constexpr Statement count_undelivered{
    "count_undelivered",
    "select count(*) filter (where state = 'pending'), count(*) filter (where state = 'failed'),"
    "       min(seq)"
    " from webhook_delivery where authority = $1 and webhook = $2 and state <> 'delivered'"};
constexpr Statement insert_test{
    "queue_webhook_test",
    "insert into webhook_delivery (authority, webhook, message, type, at, state)"
    " select authority, id, $3, 'webhook.test', $4, 'pending' from webhook"
    " where authority = $1 and id = $2"};
constexpr Statement select_last_event{"select_last_event",
                                      "select seq from authority_event_head where authority = $1"};
// Behind what is new and urgent (migration 0063).
constexpr Statement queue_events{
    "queue_events_again",
    "with again as ("
    "  insert into webhook_delivery (authority, webhook, message, seq, type, at, state, next_at)"
    "  select e.authority, $2, e.message, e.seq, e.type, e.at, 'pending', 'epoch'"
    "  from authority_event as e"
    "  where e.authority = $1 and e.seq > $3 order by e.seq limit $4"
    "  on conflict (authority, webhook, message) do update"
    "  set state = 'pending', attempts = 0, next_at = 'epoch', ended_at = null"
    "  returning seq)"
    " select count(*), coalesce(max(seq), $3) from again"};
constexpr Statement select_attempts{
    "select_webhook_attempts",
    "select a.number, a.message, d.seq, coalesce(d.type, ''), a.at, a.took_ms, a.status::bigint,"
    "       a.result"
    " from webhook_attempt as a"
    " left join webhook_delivery as d"
    "   on d.authority = a.authority and d.webhook = a.webhook and d.message = a.message"
    " where a.authority = $1 and a.webhook = $2 and a.number > $3 order by a.number limit $4"};

core::Result<ports::Webhook> webhook_of(const Rows& rows, int row, const std::string& authority,
                                        const Sealer& sealer) {
  ports::Webhook webhook;
  webhook.id = rows.at<core::Uuid>(row, 0);
  webhook.authority = authority;
  webhook.description = rows.at<std::string>(row, 1);
  const auto scheme = domain::webhook_scheme_named(rows.at<std::string>(row, 2));
  auto content = open_webhook(sealer, authority, webhook.id, rows.at<std::int16_t>(row, 3),
                              rows.raw(row, 4), rows.raw(row, 5));
  if (!content) return content.error();
  if (!scheme) return core::Error(core::Errc::internal, "A stored webhook cannot be read.");
  webhook.scheme = *scheme;
  webhook.url = std::move(content->url);
  webhook.keys = std::move(content->keys);
  webhook.created_at = rows.at<core::Instant>(row, 6);
  webhook.disabled_at = rows.maybe<core::Instant>(row, 7);
  if (const auto because = rows.maybe<std::string>(row, 8))
    webhook.disabled_because = domain::disabled_because_named(*because);
  webhook.failing_since = rows.maybe<core::Instant>(row, 9);
  return webhook;
}

core::Result<std::vector<ports::Webhook>> webhooks_in(Session& session,
                                                      const std::string& authority,
                                                      const std::optional<core::Uuid>& id,
                                                      const Sealer& sealer) {
  auto rows = session.run(select_webhooks, Parameters().text(authority).add(id));
  if (!rows) return rows.error();
  std::vector<ports::Webhook> webhooks;
  for (int i = 0; i < rows->size(); ++i) {
    auto webhook = webhook_of(*rows, i, authority, sealer);
    if (!webhook) return webhook.error();
    webhooks.push_back(std::move(*webhook));
  }
  return webhooks;
}

}  // namespace

core::Result<std::vector<ports::Webhook>> SqlWebhooks::read(const std::string& authority,
                                                            const std::optional<core::Uuid>& id) {
  return as_authority(context_, authority,
                      [&](Session& session) -> core::Result<std::vector<ports::Webhook>> {
                        return webhooks_in(session, authority, id, context_.sealer);
                      });
}

core::Result<std::vector<ports::Webhook>> SqlWebhooks::list(const std::string& authority) {
  return read(authority, {});
}

core::Result<ports::Webhook> SqlWebhooks::find(const std::string& authority, const core::Uuid& id) {
  auto found = read(authority, id);
  if (!found) return found.error();
  if (found->empty()) return ports::no_webhook();
  return std::move(found->front());
}

core::Result<void> SqlWebhooks::add(const ports::Webhook& webhook, std::size_t most,
                                    const proof::Leaf& leaf) {
  const auto sealed = seal_webhook(context_.sealer, webhook);
  return as_authority(context_, webhook.authority, [&](Session& session) -> core::Result<void> {
    const auto key = lock_key(context_.sealer, "webhooks", webhook.authority);
    if (auto locked = session.run(lock_webhooks, Parameters().add(key)); !locked)
      return locked.error();
    // Addresses are sealed, so that no index holds them apart.
    auto own = webhooks_in(session, webhook.authority, {}, context_.sealer);
    if (!own) return own.error();
    for (const auto& other : *own)
      if (other.url.reveal() == webhook.url.reveal() && other.scheme == webhook.scheme)
        return core::Error(core::Errc::conflict, "You have a webhook of that address already.");
    Parameters parameters;
    parameters.text(webhook.authority).add(webhook.id).text(webhook.description);
    parameters.add(webhook.created_at).text(name_of(webhook.scheme)).add(sealed.key_version);
    parameters.bytes(sealed.data_key).bytes(sealed.content).add(static_cast<std::int64_t>(most));
    auto added = session.run(insert_webhook, parameters);
    if (!added) return added.error();
    if (added->affected() == 0)
      return core::Error(core::Errc::conflict,
                         "You have " + std::to_string(most) + " webhooks: remove one first.");
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<void> SqlWebhooks::change(const std::string& authority, const Statement& statement,
                                       const Parameters& parameters, const proof::Leaf& leaf) {
  return as_authority(context_, authority, [&](Session& session) -> core::Result<void> {
    auto changed = session.run(statement, parameters);
    if (!changed) return changed.error();
    if (changed->affected() == 0) return ports::no_webhook();
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<void> SqlWebhooks::remove(const std::string& authority, const core::Uuid& id,
                                       const proof::Leaf& leaf) {
  return change(authority, delete_webhook, Parameters().text(authority).add(id), leaf);
}

core::Result<void> SqlWebhooks::change(const ports::Webhook& webhook, const proof::Leaf& leaf) {
  const auto sealed = seal_webhook(context_.sealer, webhook);
  std::optional<std::string_view> because;
  if (webhook.disabled_because) because = name_of(*webhook.disabled_because);
  Parameters parameters;
  parameters.text(webhook.authority).add(webhook.id).add(sealed.key_version);
  parameters.bytes(sealed.data_key).bytes(sealed.content).add(webhook.disabled_at).add(because);
  return change(webhook.authority, update_webhook, parameters, leaf);
}

core::Result<ports::Undelivered> SqlWebhooks::undelivered(const std::string& authority,
                                                          const core::Uuid& id) {
  return as_authority(
      context_, authority, [&](Session& session) -> core::Result<ports::Undelivered> {
        auto rows = session.run(count_undelivered, Parameters().text(authority).add(id));
        if (!rows) return rows.error();
        return ports::Undelivered{.pending = rows->at<std::int64_t>(0, 0),
                                  .failed = rows->at<std::int64_t>(0, 1),
                                  .from = rows->maybe<std::int64_t>(0, 2)};
      });
}

core::Result<std::string> SqlWebhooks::queue_test(const std::string& authority,
                                                  const core::Uuid& id, core::Instant now,
                                                  const proof::Leaf& leaf) {
  const auto message = context_.new_id();
  const auto queued = change(authority, insert_test,
                             Parameters().text(authority).add(id).add(message).add(now), leaf);
  if (!queued) return queued.error();
  return message_text(message);
}

core::Result<ports::Queued> SqlWebhooks::queue_again(const std::string& authority,
                                                     const core::Uuid& id, std::int64_t after,
                                                     std::size_t most, const proof::Leaf& leaf) {
  return as_authority(context_, authority, [&](Session& session) -> core::Result<ports::Queued> {
    auto last = session.run(select_last_event, Parameters().text(authority));
    if (!last) return last.error();
    if (after > (last->empty() ? 0 : last->at<std::int64_t>(0, 0)))
      return core::Error(core::Errc::conflict, "You have no event of that number yet.");
    Parameters parameters;
    parameters.text(authority).add(id).add(after).add(static_cast<std::int64_t>(most));
    auto rows = session.run(queue_events, parameters);
    if (!rows) return rows.error();
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    return ports::Queued{.messages = rows->at<std::int64_t>(0, 0),
                         .next = rows->at<std::int64_t>(0, 1)};
  });
}

core::Result<std::vector<ports::DeliveryAttempt>> SqlWebhooks::attempts(
    const std::string& authority, const core::Uuid& id, std::int64_t after, std::size_t limit) {
  return as_authority(
      context_, authority,
      [&](Session& session) -> core::Result<std::vector<ports::DeliveryAttempt>> {
        Parameters parameters;
        parameters.text(authority).add(id).add(after).add(static_cast<std::int64_t>(limit));
        auto rows = session.run(select_attempts, parameters);
        if (!rows) return rows.error();
        return attempts_in(*rows);
      });
}

}  // namespace badgewatch::store
