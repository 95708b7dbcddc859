// ports::WebhookOutbox: what is to be sent to webhooks.
#pragma once

#include "ports/webhooks.hpp"
#include "store/outbox.hpp"

namespace badgewatch::store {

class SqlWebhookOutbox final : public ports::WebhookOutbox {
public:
  SqlWebhookOutbox(Context& context, std::chrono::milliseconds lease, std::size_t sessions);

  core::Result<std::vector<ports::ClaimedWebhook>> claim(ports::Lane lane, core::Instant now,
                                                         std::size_t limit) override;
  core::Result<ports::DueBatch> due(const ports::Claim& claim, core::Instant now,
                                    std::size_t limit) override {
    return outbox_.due(claim, now, limit);
  }
  core::Result<bool> complete(const ports::Claim& claim, const ports::AttemptMade& made) override {
    return outbox_.complete(claim, made);
  }
  core::Result<bool> complete_delivered(const ports::Claim& claim,
                                        std::span<const ports::AttemptMade> made) override {
    return outbox_.complete_delivered(claim, made);
  }
  core::Result<void> release(const ports::Claim& claim) override { return outbox_.release(claim); }
  core::Result<std::int64_t> forget(core::Instant before) override {
    return outbox_.forget(before);
  }

private:
  Context& context_;
  SqlOutbox outbox_;
};

}  // namespace badgewatch::store
