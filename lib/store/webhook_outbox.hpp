// ports::WebhookOutbox: what is to be sent, claimed by endpoint.
#pragma once

#include "ports/webhooks.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// As the role bw_webhook alone, with sessions of its own.
class SqlWebhookOutbox final : public ports::WebhookOutbox {
public:
  SqlWebhookOutbox(Context& context, std::chrono::milliseconds lease, std::size_t sessions);

  core::Result<std::vector<ports::ClaimedWebhook>> claim(ports::WebhookLane lane, core::Instant now,
                                                         std::size_t limit) override;
  core::Result<ports::DueBatch> due(const ports::ClaimedWebhook& webhook, core::Instant now,
                                    std::size_t limit) override;
  core::Result<bool> complete(const ports::ClaimedWebhook& webhook,
                              const ports::AttemptMade& made) override;
  core::Result<void> release(const ports::ClaimedWebhook& webhook) override;
  core::Result<std::int64_t> forget(core::Instant before) override;

private:
  core::Result<bool> complete_in_transaction(Session& session, const ports::ClaimedWebhook& webhook,
                                             const ports::AttemptMade& made);

  Context& context_;
  const std::int64_t lease_ms_;
  Pool pool_;
};

}  // namespace badgewatch::store
