// ports::MailOutbox: letters that are to be sent, claimed by mailbox.
#pragma once

#include "ports/mail.hpp"
#include "store/outbox.hpp"

namespace badgewatch::store {

class SqlMailOutbox final : public ports::MailOutbox {
public:
  SqlMailOutbox(Context& context, std::chrono::milliseconds lease, std::size_t sessions);

  core::Result<std::vector<ports::ClaimedMailAddress>> claim(ports::Lane lane, core::Instant now,
                                                             std::size_t limit) override;
  core::Result<ports::LetterContent> content(const ports::Claim& claim,
                                             const ports::DueMessage& letter,
                                             std::size_t limit) override;
  core::Result<ports::DueBatch> due(const ports::Claim& claim, core::Instant now,
                                    std::size_t limit) override {
    return outbox_.due(claim, now, limit);
  }
  core::Result<bool> complete(const ports::Claim& claim, const ports::AttemptMade& made) override {
    return outbox_.complete(claim, made);
  }
  core::Result<void> release(const ports::Claim& claim) override { return outbox_.release(claim); }
  // With mailboxes that nobody confirmed, and alerts that wait for one that is disabled.
  core::Result<std::int64_t> forget(core::Instant before) override;

private:
  Context& context_;
  SqlOutbox outbox_;
};

}  // namespace badgewatch::store
