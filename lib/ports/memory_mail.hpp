// Mailboxes in memory, for tests: what they are told, and what came of the letters.
#pragma once

#include "ports/mail.hpp"

#include <map>
#include <mutex>

namespace badgewatch::ports {

// Thread safe. Claims last until they are given back.
class MemoryMail final : public MailAddresses, public MailOutbox {
public:
  core::Result<std::vector<MailAddress>> list(const std::string& authority) override;
  core::Result<MailAddress> find(const std::string& authority, const core::Uuid& id) override;
  core::Result<void> add(const MailAddress& address, std::size_t most,
                         const proof::Leaf& leaf) override;
  core::Result<void> remove(const std::string& authority, const core::Uuid& id,
                            const proof::Leaf& leaf) override;
  core::Result<void> change(const MailAddress& address, const proof::Leaf& leaf) override;
  core::Result<void> send_code(const MailAddress& address, const proof::Leaf& leaf) override;
  core::Result<void> queue_test(const std::string& authority, const core::Uuid& id,
                                core::Instant now, const proof::Leaf& leaf) override;
  core::Result<bool> count_guess(const std::string& authority, const core::Uuid& id) override;
  core::Result<Undelivered> undelivered(const std::string& authority,
                                        const core::Uuid& id) override;
  core::Result<std::vector<DeliveryAttempt>> attempts(const std::string& authority,
                                                      const core::Uuid& id, std::int64_t after,
                                                      std::size_t limit) override;

  core::Result<std::vector<ClaimedMailAddress>> claim(Lane lane, core::Instant now,
                                                      std::size_t limit) override;
  core::Result<LetterContent> content(const Claim& claim, const DueMessage& letter,
                                      std::size_t limit) override;
  core::Result<DueBatch> due(const Claim& claim, core::Instant now, std::size_t limit) override;
  core::Result<bool> complete(const Claim& claim, const AttemptMade& made) override;
  core::Result<void> release(const Claim& claim) override;
  core::Result<std::int64_t> forget(core::Instant before) override;

  // A letter of alerts to each mailbox of that authority that is confirmed and not disabled.
  void write(const std::string& authority, core::Instant at, const LetterContent& content);

private:
  struct Message {
    DueMessage message;
    LetterContent content = {};
    domain::DeliveryState state = domain::DeliveryState::pending;
    core::Instant next_at{};
  };
  struct Mailbox {
    MailAddress address;
    std::vector<Message> letters;
    std::vector<DeliveryAttempt> attempts;
    domain::EndpointSoFar so_far;
    std::int64_t guesses = 0;
    std::int64_t fence = 0;
    core::Instant not_before{};
    bool claimed = false;
  };
  Mailbox* of(const std::string& authority, const core::Uuid& id);
  void queue_code(Mailbox& mailbox);

  mutable std::mutex mutex_;
  std::map<core::Uuid, Mailbox> mailboxes_;
  std::int64_t letters_ = 0;
};

}  // namespace badgewatch::ports
