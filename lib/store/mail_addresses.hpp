// ports::MailAddresses: an authority's own mailboxes, under its row level security.
#pragma once

#include "ports/mail.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlMailAddresses final : public ports::MailAddresses {
public:
  explicit SqlMailAddresses(Context& context) : context_(context) {}

  core::Result<std::vector<ports::MailAddress>> list(const std::string& authority) override;
  core::Result<ports::MailAddress> find(const std::string& authority,
                                        const core::Uuid& id) override;
  core::Result<void> add(const ports::MailAddress& address, std::size_t most,
                         const proof::Leaf& leaf) override;
  core::Result<void> remove(const std::string& authority, const core::Uuid& id,
                            const proof::Leaf& leaf) override;
  core::Result<void> change(const ports::MailAddress& address, const proof::Leaf& leaf) override;
  core::Result<void> send_code(const ports::MailAddress& address, const proof::Leaf& leaf) override;
  core::Result<void> queue_test(const std::string& authority, const core::Uuid& id,
                                core::Instant now, const proof::Leaf& leaf) override;
  core::Result<bool> count_guess(const std::string& authority, const core::Uuid& id) override;
  core::Result<ports::Undelivered> undelivered(const std::string& authority,
                                               const core::Uuid& id) override;
  core::Result<std::vector<ports::DeliveryAttempt>> attempts(const std::string& authority,
                                                             const core::Uuid& id,
                                                             std::int64_t after,
                                                             std::size_t limit) override;

private:
  core::Result<std::vector<ports::MailAddress>> read(const std::string& authority,
                                                     const std::optional<core::Uuid>& id);
  core::Result<void> update(Session& session, const ports::MailAddress& address);
  core::Result<void> queue_code(Session& session, const ports::MailAddress& address);

  Context& context_;
};

}  // namespace badgewatch::store
