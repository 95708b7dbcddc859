#include "app/webhooks.hpp"

#include "app/act_leaf.hpp"
#include "app/webhook_delivery.hpp"
#include "core/json_reader.hpp"
#include "proof/webhook_signature.hpp"

namespace badgewatch::app {

namespace {

// The one of that address and scheme that the authority has already.
core::Result<std::optional<ports::Webhook>> same_as(ports::Webhooks& webhooks,
                                                    const ports::Caller& caller,
                                                    const WebhookWanted& wanted) {
  auto own = webhooks.list(caller.authority);
  if (!own) return own.error();
  for (auto& other : *own)
    if (other.url.reveal() == wanted.url && other.scheme == wanted.scheme)
      return std::optional(std::move(other));
  return std::optional<ports::Webhook>();
}

}  // namespace

proof::Leaf Webhooks::leaf(const ports::Caller& caller, std::string kind,
                           const core::Uuid& subject) {
  return act_leaf(caller, std::move(kind), subject, "{}", clock_, randomness_);
}

ports::WebhookKey Webhooks::new_key() {
  core::Hash bytes{};
  randomness_.fill(bytes);
  return {core::Secret(std::string(core::as_text(bytes))), {}};
}

core::Result<std::vector<ports::Webhook>> Webhooks::list(const ports::Caller& caller) {
  return webhooks_.list(caller.authority);
}

core::Result<WebhookView> Webhooks::find(const ports::Caller& caller, const core::Uuid& id) {
  auto webhook = webhooks_.find(caller.authority, id);
  if (!webhook) return webhook.error();
  auto undelivered = webhooks_.undelivered(caller.authority, id);
  if (!undelivered) return undelivered.error();
  return WebhookView{std::move(*webhook), *undelivered};
}

core::Result<Webhooks::Kept> Webhooks::add(const ports::Caller& caller,
                                           const WebhookWanted& wanted) {
  auto earlier = same_as(webhooks_, caller, wanted);
  if (!earlier) return earlier.error();
  if (*earlier) return Kept{std::move(**earlier), false};
  if (const auto may = targets_.check(wanted.url); !may) {
    if (may.error().code() != core::Errc::invalid) return may.error();
    return core::invalid_fields({{"/url", may.error().detail()}});
  }
  ports::Webhook webhook;
  webhook.id = core::new_uuid(clock_, randomness_);
  webhook.authority = caller.authority;
  webhook.url = core::Secret(wanted.url);
  webhook.description = wanted.description;
  webhook.scheme = wanted.scheme;
  webhook.keys = {new_key()};
  webhook.created_at = clock_.now();
  const auto added = webhooks_.add(webhook, most, leaf(caller, "webhook_created", webhook.id));
  if (added) return Kept{std::move(webhook), true};
  if (added.error().code() != core::Errc::conflict) return added.error();
  // Sent twice at once, it is added once.
  auto there = same_as(webhooks_, caller, wanted);
  if (!there) return there.error();
  if (!*there) return added.error();
  return Kept{std::move(**there), false};
}

core::Result<void> Webhooks::remove(const ports::Caller& caller, const core::Uuid& id) {
  return webhooks_.remove(caller.authority, id, leaf(caller, "webhook_removed", id));
}

core::Result<ports::Webhook> Webhooks::rotate(const ports::Caller& caller, const core::Uuid& id,
                                              std::chrono::hours overlap) {
  auto webhook = webhooks_.find(caller.authority, id);
  if (!webhook) return webhook;
  const auto now = clock_.now();
  std::vector<ports::WebhookKey> keys = {new_key()};
  const core::Instant until{now.micros + std::chrono::microseconds(overlap).count()};
  // One key overlaps: who changes it twice in a day has a reason not to trust the oldest.
  if (overlap.count() > 0) {
    keys.push_back(webhook->keys.front());
    keys.back().until = until;
  }
  webhook->keys = std::move(keys);
  const auto done = webhooks_.change(*webhook, leaf(caller, "webhook_key_replaced", id));
  if (!done) return done.error();
  return webhook;
}

core::Result<ports::Webhook> Webhooks::set_enabled(const ports::Caller& caller,
                                                   const core::Uuid& id, bool enabled) {
  auto webhook = webhooks_.find(caller.authority, id);
  if (!webhook) return webhook;
  if (enabled == !webhook->disabled_at.has_value()) return webhook;
  if (enabled) {
    if (const auto may = targets_.check(webhook->url.reveal()); !may) return may.error();
    webhook->disabled_at.reset();
    webhook->disabled_because.reset();
    webhook->failing_since.reset();
  } else {
    webhook->disabled_at = clock_.now();
    webhook->disabled_because = domain::DisabledBecause::owner;
  }
  const auto done = webhooks_.change(
      *webhook, leaf(caller, enabled ? "webhook_enabled" : "webhook_disabled", id));
  if (!done) return done.error();
  return webhook;
}

core::Result<std::string> Webhooks::test(const ports::Caller& caller, const core::Uuid& id) {
  const auto webhook = webhooks_.find(caller.authority, id);
  if (!webhook) return webhook.error();
  if (webhook->disabled_at)
    return core::Error(core::Errc::conflict, "The webhook is disabled: enable it first.");
  return webhooks_.queue_test(caller.authority, id, clock_.now(),
                              leaf(caller, "webhook_tested", id));
}

core::Result<ports::Queued> Webhooks::replay(const ports::Caller& caller, const core::Uuid& id,
                                             std::int64_t after) {
  const auto webhook = webhooks_.find(caller.authority, id);
  if (!webhook) return webhook.error();
  if (webhook->disabled_at)
    return core::Error(core::Errc::conflict, "The webhook is disabled: enable it first.");
  return webhooks_.queue_again(caller.authority, id, after, most_again,
                               leaf(caller, "webhook_replayed", id));
}

core::Result<std::vector<ports::DeliveryAttempt>> Webhooks::attempts(const ports::Caller& caller,
                                                                     const core::Uuid& id,
                                                                     std::int64_t after,
                                                                     std::size_t limit) {
  if (const auto webhook = webhooks_.find(caller.authority, id); !webhook) return webhook.error();
  return webhooks_.attempts(caller.authority, id, after, limit);
}

core::Secret receivers_key(domain::WebhookScheme scheme, const ports::WebhookKey& key) {
  if (scheme == domain::WebhookScheme::v1)
    return proof::webhook_secret(core::as_bytes(key.secret.reveal()));
  return core::Secret(proof::webhook_public_key(signer_of(key)));
}

}  // namespace badgewatch::app
