#include "ports/memory_webhooks.hpp"

#include <algorithm>

namespace badgewatch::ports {

MemoryWebhooks::Endpoint* MemoryWebhooks::of(const std::string& authority, const core::Uuid& id) {
  const auto found = endpoints_.find(id);
  if (found == endpoints_.end() || found->second.webhook.authority != authority) return nullptr;
  return &found->second;
}

core::Result<std::vector<Webhook>> MemoryWebhooks::list(const std::string& authority) {
  const std::lock_guard lock(mutex_);
  std::vector<Webhook> own;
  for (const auto& [id, endpoint] : endpoints_)
    if (endpoint.webhook.authority == authority) own.push_back(endpoint.webhook);
  return own;
}

core::Result<Webhook> MemoryWebhooks::find(const std::string& authority, const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto* found = of(authority, id);
  if (found == nullptr) return no_webhook();
  return found->webhook;
}

core::Result<void> MemoryWebhooks::add(const Webhook& webhook, std::size_t most,
                                       const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  const auto count = std::count_if(endpoints_.begin(), endpoints_.end(), [&](const auto& one) {
    return one.second.webhook.authority == webhook.authority;
  });
  if (static_cast<std::size_t>(count) >= most)
    return core::Error(core::Errc::conflict, "There are as many as there may be.");
  endpoints_[webhook.id].webhook = webhook;
  return {};
}

core::Result<void> MemoryWebhooks::remove(const std::string& authority, const core::Uuid& id,
                                          const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  if (of(authority, id) == nullptr) return no_webhook();
  endpoints_.erase(id);
  return {};
}

core::Result<void> MemoryWebhooks::change(const Webhook& webhook, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* found = of(webhook.authority, webhook.id);
  if (found == nullptr) return no_webhook();
  if (found->webhook.disabled_at && !webhook.disabled_at) {
    found->failures = 0;
    found->not_before = {};
  }
  found->webhook = webhook;
  return {};
}

core::Result<Undelivered> MemoryWebhooks::undelivered(const std::string& authority,
                                                      const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto* found = of(authority, id);
  if (found == nullptr) return no_webhook();
  Undelivered out;
  for (const auto& one : found->messages) {
    if (one.state == domain::DeliveryState::delivered) continue;
    ++(one.state == domain::DeliveryState::pending ? out.pending : out.failed);
    if (one.message.seq) out.from = std::min(out.from.value_or(*one.message.seq), *one.message.seq);
  }
  return out;
}

core::Result<std::string> MemoryWebhooks::queue_test(const std::string& authority,
                                                     const core::Uuid& id, core::Instant now,
                                                     const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* found = of(authority, id);
  if (found == nullptr) return no_webhook();
  const auto message = "msg_test" + std::to_string(++messages_);
  found->messages.push_back({.message = {.id = message, .type = "webhook.test", .at = now}});
  return message;
}

core::Result<Queued> MemoryWebhooks::queue_again(const std::string& authority, const core::Uuid& id,
                                                 std::int64_t after, std::size_t most,
                                                 const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* found = of(authority, id);
  if (found == nullptr) return no_webhook();
  if (after > events_[authority])
    return core::Error(core::Errc::conflict, "You have no event of that number yet.");
  Queued queued{0, after};
  for (auto& one : found->messages) {
    if (!one.message.seq || *one.message.seq <= after) continue;
    if (static_cast<std::size_t>(queued.messages) == most) break;
    one.state = domain::DeliveryState::pending;
    one.message.attempts = 0;
    one.next_at = {};
    ++queued.messages;
    queued.next = *one.message.seq;
  }
  return queued;
}

core::Result<std::vector<DeliveryAttempt>> MemoryWebhooks::attempts(const std::string& authority,
                                                                    const core::Uuid& id,
                                                                    std::int64_t after,
                                                                    std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const auto* found = of(authority, id);
  if (found == nullptr) return no_webhook();
  std::vector<DeliveryAttempt> page;
  for (const auto& one : found->attempts)
    if (one.number > after && page.size() < limit) page.push_back(one);
  return page;
}

core::Result<std::vector<ClaimedWebhook>> MemoryWebhooks::claim(Lane lane, core::Instant now,
                                                                std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<ClaimedWebhook> claimed;
  for (auto& [id, endpoint] : endpoints_) {
    if (claimed.size() == limit) break;
    const bool is_due =
        std::any_of(endpoint.messages.begin(), endpoint.messages.end(), [&](const auto& one) {
          return one.state == domain::DeliveryState::pending && one.next_at <= now;
        });
    if (endpoint.webhook.disabled_at || endpoint.claimed || endpoint.not_before > now || !is_due ||
        (endpoint.failures > 0) != (lane == Lane::failing))
      continue;
    endpoint.claimed = true;
    const auto& its = endpoint.webhook;
    claimed.push_back({{its.authority, id, ++endpoint.fence}, its.url, its.scheme, its.keys});
  }
  return claimed;
}

core::Result<DueBatch> MemoryWebhooks::due(const Claim& webhook, core::Instant now,
                                           std::size_t limit) {
  const std::lock_guard lock(mutex_);
  DueBatch batch;
  const auto* found = of(webhook.authority, webhook.id);
  if (found == nullptr || found->fence != webhook.fence) return batch;
  batch.endpoint = {found->webhook.failing_since, found->failures, 0};
  for (const auto& one : found->messages)
    if (one.state == domain::DeliveryState::pending && one.next_at <= now &&
        batch.messages.size() < limit)
      batch.messages.push_back(one.message);
  return batch;
}

core::Result<bool> MemoryWebhooks::complete(const Claim& webhook, const AttemptMade& made) {
  const std::lock_guard lock(mutex_);
  auto* found = of(webhook.authority, webhook.id);
  if (found == nullptr || found->fence != webhook.fence || found->webhook.disabled_at) return false;
  const bool delivered = made.verdict.state == domain::DeliveryState::delivered;
  found->failures = delivered ? 0 : found->failures + 1;
  if (delivered)
    found->webhook.failing_since.reset();
  else if (!found->webhook.failing_since)
    found->webhook.failing_since = made.at;
  found->not_before = made.verdict.not_before;
  if (made.verdict.disable) {
    found->webhook.disabled_at = made.at;
    found->webhook.disabled_because = made.verdict.disable;
  }
  for (auto& one : found->messages) {
    if (one.message.id != made.message.id) continue;
    one.state = made.verdict.state;
    one.next_at = made.verdict.next_at;
    ++one.message.attempts;
  }
  found->attempts.push_back({.number = static_cast<std::int64_t>(found->attempts.size()) + 1,
                             .message = made.message.id,
                             .seq = made.message.seq,
                             .type = made.message.type,
                             .at = made.at,
                             .took = made.took,
                             .status = made.status,
                             .result = made.result});
  return true;
}

core::Result<bool> MemoryWebhooks::complete_delivered(const Claim& webhook,
                                                      std::span<const AttemptMade> made) {
  core::Instant in_peace_until;
  {
    const std::lock_guard lock(mutex_);
    if (const auto* found = of(webhook.authority, webhook.id)) in_peace_until = found->not_before;
  }
  for (const auto& one : made) {
    auto kept = complete(webhook, one);
    if (!kept || !*kept) return kept;
  }
  const std::lock_guard lock(mutex_);
  if (auto* found = of(webhook.authority, webhook.id)) found->not_before = in_peace_until;
  return true;
}

core::Result<void> MemoryWebhooks::release(const Claim& webhook) {
  const std::lock_guard lock(mutex_);
  auto* found = of(webhook.authority, webhook.id);
  if (found != nullptr && found->fence == webhook.fence) found->claimed = false;
  return {};
}

core::Result<std::int64_t> MemoryWebhooks::forget(core::Instant /*before*/) {
  return std::int64_t{0};
}

void MemoryWebhooks::happen(const std::string& authority, core::Instant at) {
  const std::lock_guard lock(mutex_);
  const auto seq = ++events_[authority];
  const auto id = "msg_" + std::to_string(++messages_);
  for (auto& [name, endpoint] : endpoints_)
    if (endpoint.webhook.authority == authority && !endpoint.webhook.disabled_at)
      endpoint.messages.push_back(
          {.message = {.id = id, .seq = seq, .type = "alert.raised", .at = at}});
}

}  // namespace badgewatch::ports
