// API keys in memory, for tests.
#pragma once

#include "ports/keys.hpp"

#include <map>
#include <mutex>

namespace badgewatch::ports {

// Thread safe.
class MemoryKeys final : public Keys {
public:
  core::Result<std::optional<ApiKey>> find(const core::Hash& key_hash) override;
  core::Result<void> used(const std::string& authority, const core::Uuid& id,
                          core::Instant at) override;
  core::Result<void> add(const ApiKey& key, const core::Hash& key_hash,
                         const proof::Leaf& leaf) override;
  core::Result<void> revoke(const std::string& authority, const core::Uuid& id, core::Instant at,
                            const proof::Leaf& leaf) override;
  core::Result<std::vector<ApiKey>> list(const std::string& authority) override;

  // From now on nothing can be read or written, as with a database that does not answer.
  void fail(bool fail);
  std::size_t reads() const;

private:
  ApiKey* with(const core::Uuid& id);

  mutable std::mutex mutex_;
  std::map<core::Hash, ApiKey> keys_;
  std::size_t reads_ = 0;
  bool fail_ = false;
};

}  // namespace badgewatch::ports
