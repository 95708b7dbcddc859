// The mailboxes that an authority has its alerts told to, as its own administrator keeps them. Each
// act is in the log.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "ports/mail.hpp"
#include "ports/unit_of_work.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace badgewatch::app {

struct MailAddressWanted {
  std::string email;
  domain::MailMode mode = domain::MailMode::digest;
  std::vector<domain::AlertKind> kinds;  // none: all
};

struct MailSettings {
  domain::MailMode mode = domain::MailMode::digest;
  std::vector<domain::AlertKind> kinds;
  bool enabled = true;
};

struct MailAddressView {
  ports::MailAddress address;
  ports::Undelivered undelivered;
};

// Thread safe. Another authority's mailbox is Errc::not_found.
class MailAddresses {
public:
  static constexpr std::size_t most = 10;  // of an authority
  // Letters with a code, and tests, that an authority may have sent on one day, by each daemon:
  // nobody is to be written to by this register at somebody else's wish.
  static constexpr int most_letters_a_day = 20;

  // All outlive it. Without a relay (`sends`) nothing is added.
  MailAddresses(ports::MailAddresses& kept, bool sends, const core::Clock& clock,
                core::Randomness& randomness)
      : kept_(kept), sends_(sends), clock_(clock), randomness_(randomness) {}

  core::Result<std::vector<ports::MailAddress>> list(const ports::Caller& caller);
  core::Result<MailAddressView> find(const ports::Caller& caller, const core::Uuid& id);
  // A code is sent to it. One of the same mailbox is it already, and nothing is added: `is_new`
  // says which. Errc::conflict where this register sends no mail, or there are too many.
  struct Kept {
    ports::MailAddress address;
    bool is_new = true;
  };
  core::Result<Kept> add(const ports::Caller& caller, const MailAddressWanted& wanted);
  core::Result<void> remove(const ports::Caller& caller, const core::Uuid& id);
  core::Result<ports::MailAddress> set(const ports::Caller& caller, const core::Uuid& id,
                                       const MailSettings& settings);
  // Another code, which takes the place of the one before.
  core::Result<ports::MailAddress> send_code(const ports::Caller& caller, const core::Uuid& id);
  // Errc::invalid at "/code" for a wrong one; Errc::conflict where the code counts no more.
  core::Result<ports::MailAddress> confirm(const ports::Caller& caller, const core::Uuid& id,
                                           const std::string& code);
  // A letter that says that letters come. Errc::conflict for one that gets none: it is not
  // confirmed, or disabled.
  core::Result<ports::MailAddress> test(const ports::Caller& caller, const core::Uuid& id);
  core::Result<std::vector<ports::DeliveryAttempt>> attempts(const ports::Caller& caller,
                                                             const core::Uuid& id,
                                                             std::int64_t after, std::size_t limit);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject);
  ports::MailCode new_code();
  core::Result<void> may_send(const std::string& authority);

  ports::MailAddresses& kept_;
  const bool sends_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  std::mutex mutex_;
  core::Date day_;                      // of the letters that are counted
  std::map<std::string, int> letters_;  // by authority
};

}  // namespace badgewatch::app
