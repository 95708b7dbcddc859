#include "ports/memory_mail.hpp"

#include <algorithm>

namespace badgewatch::ports {

MemoryMail::Mailbox* MemoryMail::of(const std::string& authority, const core::Uuid& id) {
  const auto found = mailboxes_.find(id);
  if (found == mailboxes_.end() || found->second.address.authority != authority) return nullptr;
  return &found->second;
}

core::Result<std::vector<MailAddress>> MemoryMail::list(const std::string& authority) {
  const std::lock_guard lock(mutex_);
  std::vector<MailAddress> own;
  for (const auto& [id, mailbox] : mailboxes_)
    if (mailbox.address.authority == authority) own.push_back(mailbox.address);
  return own;
}

core::Result<MailAddress> MemoryMail::find(const std::string& authority, const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto* found = of(authority, id);
  if (found == nullptr) return no_mail_address();
  return found->address;
}

void MemoryMail::queue_code(Mailbox& mailbox) {
  std::erase_if(mailbox.letters,
                [](const Message& one) { return one.message.type == letter_with_code; });
  mailbox.letters.push_back({.message = {.id = "msg_" + std::to_string(++letters_),
                                         .seq = {},
                                         .type = std::string(letter_with_code),
                                         .at = mailbox.address.created_at,
                                         .attempts = 0}});
}

core::Result<void> MemoryMail::add(const MailAddress& address, std::size_t most,
                                   const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  const auto count = std::count_if(mailboxes_.begin(), mailboxes_.end(), [&](const auto& one) {
    return one.second.address.authority == address.authority;
  });
  if (static_cast<std::size_t>(count) >= most)
    return core::Error(core::Errc::conflict, "There are as many as there may be.");
  auto& mailbox = mailboxes_[address.id];
  mailbox.address = address;
  queue_code(mailbox);
  return {};
}

core::Result<void> MemoryMail::remove(const std::string& authority, const core::Uuid& id,
                                      const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  if (of(authority, id) == nullptr) return no_mail_address();
  mailboxes_.erase(id);
  return {};
}

core::Result<void> MemoryMail::change(const MailAddress& address, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* found = of(address.authority, address.id);
  if (found == nullptr) return no_mail_address();
  if (found->address.disabled_at && !address.disabled_at) {
    found->so_far = {};
    found->not_before = {};
  }
  found->address = address;
  if (address.confirmed_at)
    std::erase_if(found->letters, [](const Message& one) {
      return one.message.type == letter_with_code && one.state == domain::DeliveryState::pending;
    });
  return {};
}

core::Result<void> MemoryMail::send_code(const MailAddress& address, const proof::Leaf& leaf) {
  if (auto changed = change(address, leaf); !changed) return changed;
  const std::lock_guard lock(mutex_);
  auto* found = of(address.authority, address.id);
  if (found == nullptr) return no_mail_address();
  found->guesses = 0;
  queue_code(*found);
  return {};
}

core::Result<void> MemoryMail::queue_test(const std::string& authority, const core::Uuid& id,
                                          core::Instant now, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* found = of(authority, id);
  if (found == nullptr) return no_mail_address();
  found->letters.push_back({.message = {.id = "msg_" + std::to_string(++letters_),
                                        .seq = {},
                                        .type = std::string(letter_of_test),
                                        .at = now,
                                        .attempts = 0}});
  return {};
}

core::Result<bool> MemoryMail::count_guess(const std::string& authority, const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  auto* found = of(authority, id);
  if (found == nullptr) return no_mail_address();
  if (found->guesses >= domain::most_mail_code_guesses) return false;
  ++found->guesses;
  return true;
}

core::Result<Undelivered> MemoryMail::undelivered(const std::string& authority,
                                                  const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto* found = of(authority, id);
  if (found == nullptr) return no_mail_address();
  Undelivered out;
  for (const auto& one : found->letters)
    if (one.state != domain::DeliveryState::delivered)
      ++(one.state == domain::DeliveryState::pending ? out.pending : out.failed);
  return out;
}

core::Result<std::vector<DeliveryAttempt>> MemoryMail::attempts(const std::string& authority,
                                                                const core::Uuid& id,
                                                                std::int64_t after,
                                                                std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const auto* found = of(authority, id);
  if (found == nullptr) return no_mail_address();
  std::vector<DeliveryAttempt> page;
  for (const auto& one : found->attempts)
    if (one.number > after && page.size() < limit) page.push_back(one);
  return page;
}

core::Result<std::vector<ClaimedMailAddress>> MemoryMail::claim(Lane lane, core::Instant now,
                                                                std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<ClaimedMailAddress> claimed;
  for (auto& [id, mailbox] : mailboxes_) {
    if (claimed.size() == limit) break;
    const bool is_due =
        std::any_of(mailbox.letters.begin(), mailbox.letters.end(), [&](const auto& one) {
          return one.state == domain::DeliveryState::pending && one.next_at <= now;
        });
    const auto& its = mailbox.address;
    if (its.disabled_at || mailbox.claimed || mailbox.not_before > now || !is_due ||
        (mailbox.so_far.failures > 0) != (lane == Lane::failing))
      continue;
    mailbox.claimed = true;
    claimed.push_back({{its.authority, id, ++mailbox.fence}, its.email, its.code});
  }
  return claimed;
}

core::Result<LetterContent> MemoryMail::content(const Claim& claim, const DueMessage& letter,
                                                std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const auto* found = of(claim.authority, claim.id);
  if (found != nullptr)
    for (const auto& one : found->letters)
      if (one.message.id == letter.id) {
        auto content = one.content;
        content.alerts.resize(std::min(limit, content.alerts.size()));
        return content;
      }
  return no_mail_address();
}

core::Result<DueBatch> MemoryMail::due(const Claim& claim, core::Instant now, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  DueBatch batch;
  const auto* found = of(claim.authority, claim.id);
  if (found == nullptr || found->fence != claim.fence) return batch;
  batch.endpoint = found->so_far;
  for (const auto& one : found->letters)
    if (one.state == domain::DeliveryState::pending && one.next_at <= now &&
        batch.messages.size() < limit)
      batch.messages.push_back(one.message);
  return batch;
}

core::Result<bool> MemoryMail::complete(const Claim& claim, const AttemptMade& made) {
  const std::lock_guard lock(mutex_);
  auto* found = of(claim.authority, claim.id);
  if (found == nullptr || found->fence != claim.fence || found->address.disabled_at) return false;
  auto& so_far = found->so_far;
  if (made.verdict.state == domain::DeliveryState::delivered) {
    so_far = {};
  } else {
    ++so_far.failures;
    if (made.verdict.state == domain::DeliveryState::refused) ++so_far.refusals;
    if (!so_far.failing_since) so_far.failing_since = made.at;
  }
  found->address.failing_since = so_far.failing_since;
  found->not_before = made.verdict.not_before;
  if (made.verdict.disable) {
    found->address.disabled_at = made.at;
    found->address.disabled_because = made.verdict.disable;
  }
  for (auto& one : found->letters) {
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

core::Result<void> MemoryMail::release(const Claim& claim) {
  const std::lock_guard lock(mutex_);
  auto* found = of(claim.authority, claim.id);
  if (found != nullptr && found->fence == claim.fence) found->claimed = false;
  return {};
}

core::Result<std::int64_t> MemoryMail::forget(core::Instant /*before*/) {
  return std::int64_t{0};
}

void MemoryMail::write(const std::string& authority, core::Instant at,
                       const LetterContent& content) {
  const std::lock_guard lock(mutex_);
  for (auto& [id, mailbox] : mailboxes_) {
    const auto& its = mailbox.address;
    if (its.authority != authority || !its.confirmed_at || its.disabled_at) continue;
    mailbox.letters.push_back({.message = {.id = "msg_" + std::to_string(++letters_),
                                           .seq = content.alerts.front().seq,
                                           .type = std::string(letter_of_alerts),
                                           .at = at,
                                           .attempts = 0},
                               .content = content});
  }
}

}  // namespace badgewatch::ports
