// ports::Webhooks: an authority's own endpoints, under its row level security.
#pragma once

#include "ports/webhooks.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlWebhooks final : public ports::Webhooks {
public:
  explicit SqlWebhooks(Context& context) : context_(context) {}

  core::Result<std::vector<ports::Webhook>> list(const std::string& authority) override;
  core::Result<ports::Webhook> find(const std::string& authority, const core::Uuid& id) override;
  core::Result<void> add(const ports::Webhook& webhook, std::size_t most,
                         const proof::Leaf& leaf) override;
  core::Result<void> remove(const std::string& authority, const core::Uuid& id,
                            const proof::Leaf& leaf) override;
  core::Result<void> change(const ports::Webhook& webhook, const proof::Leaf& leaf) override;
  core::Result<ports::Undelivered> undelivered(const std::string& authority,
                                               const core::Uuid& id) override;
  core::Result<std::string> queue_test(const std::string& authority, const core::Uuid& id,
                                       core::Instant now, const proof::Leaf& leaf) override;
  core::Result<ports::Queued> queue_again(const std::string& authority, const core::Uuid& id,
                                          std::int64_t after, std::size_t most,
                                          const proof::Leaf& leaf) override;
  core::Result<std::vector<ports::DeliveryAttempt>> attempts(const std::string& authority,
                                                             const core::Uuid& id,
                                                             std::int64_t after,
                                                             std::size_t limit) override;

private:
  core::Result<std::vector<ports::Webhook>> read(const std::string& authority,
                                                 const std::optional<core::Uuid>& id);
  core::Result<void> change(const std::string& authority, const Statement& statement,
                            const Parameters& parameters, const proof::Leaf& leaf);

  Context& context_;
};

}  // namespace badgewatch::store
