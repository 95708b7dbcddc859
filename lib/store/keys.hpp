// ports::Keys: API keys.
#pragma once

#include "ports/keys.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlKeys final : public ports::Keys {
public:
  explicit SqlKeys(Context& context) : context_(context) {}

  core::Result<std::optional<ports::ApiKey>> find(const core::Hash& key_hash) override;
  core::Result<void> used(const std::string& authority, const core::Uuid& id,
                          core::Instant at) override;
  core::Result<void> add(const ports::ApiKey& key, const core::Hash& key_hash,
                         const proof::Leaf& leaf) override;
  core::Result<void> revoke(const std::string& authority, const core::Uuid& id, core::Instant at,
                            const proof::Leaf& leaf) override;
  core::Result<std::vector<ports::ApiKey>> list(const std::string& authority) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
