// Webhooks in memory, for tests: endpoints, what is to be sent to them, and what came of it.
#pragma once

#include "ports/webhooks.hpp"

#include <map>
#include <mutex>
#include <set>

namespace badgewatch::ports {

// Thread safe. Claims last until they are given back.
class MemoryWebhooks final : public Webhooks, public WebhookOutbox {
public:
  core::Result<std::vector<Webhook>> list(const std::string& authority) override;
  core::Result<Webhook> find(const std::string& authority, const core::Uuid& id) override;
  core::Result<void> add(const Webhook& webhook, std::size_t most,
                         const proof::Leaf& leaf) override;
  core::Result<void> remove(const std::string& authority, const core::Uuid& id,
                            const proof::Leaf& leaf) override;
  core::Result<void> change(const Webhook& webhook, const proof::Leaf& leaf) override;
  core::Result<Undelivered> undelivered(const std::string& authority,
                                        const core::Uuid& id) override;
  core::Result<std::string> queue_test(const std::string& authority, const core::Uuid& id,
                                       core::Instant now, const proof::Leaf& leaf) override;
  core::Result<Queued> queue_again(const std::string& authority, const core::Uuid& id,
                                   std::int64_t after, std::size_t most,
                                   const proof::Leaf& leaf) override;
  core::Result<std::vector<DeliveryAttempt>> attempts(const std::string& authority,
                                                      const core::Uuid& id, std::int64_t after,
                                                      std::size_t limit) override;

  core::Result<std::vector<ClaimedWebhook>> claim(Lane lane, core::Instant now,
                                                  std::size_t limit) override;
  core::Result<DueBatch> due(const Claim& webhook, core::Instant now, std::size_t limit) override;
  core::Result<bool> complete(const Claim& webhook, const AttemptMade& made) override;
  core::Result<bool> complete_delivered(const Claim& webhook,
                                        std::span<const AttemptMade> made) override;
  core::Result<void> release(const Claim& webhook) override;
  core::Result<std::int64_t> forget(core::Instant before) override;

  // An event of an authority: queued for each of its endpoints that is enabled.
  void happen(const std::string& authority, core::Instant at);

private:
  struct Message {
    DueMessage message;
    domain::DeliveryState state = domain::DeliveryState::pending;
    core::Instant next_at{};
  };
  struct Endpoint {
    Webhook webhook;
    std::vector<Message> messages;
    std::vector<DeliveryAttempt> attempts;
    std::int64_t failures = 0;
    std::int64_t fence = 0;
    core::Instant not_before{};
    bool claimed = false;
  };
  Endpoint* of(const std::string& authority, const core::Uuid& id);

  mutable std::mutex mutex_;
  std::map<core::Uuid, Endpoint> endpoints_;
  std::map<std::string, std::int64_t> events_;
  std::int64_t messages_ = 0;
};

}  // namespace badgewatch::ports
