// OAuth clients in memory, for tests.
#pragma once

#include "ports/clients.hpp"

#include <map>
#include <mutex>
#include <set>

namespace badgewatch::ports {

// Thread safe.
class MemoryClients final : public Clients {
public:
  core::Result<std::optional<Client>> find(const core::Uuid& id) override;
  core::Result<std::vector<Client>> list(const std::string& authority) override;
  core::Result<void> add(const Client& client, const proof::Leaf& leaf) override;
  core::Result<void> replace_keys(const Client& client, const proof::Leaf& leaf) override;
  core::Result<void> revoke(const std::string& authority, const core::Uuid& id, core::Instant at,
                            const proof::Leaf& leaf) override;
  core::Result<bool> issue(const AccessToken& token, const core::Hash& token_hash,
                           const UsedAssertion& assertion, const proof::Leaf& leaf) override;
  core::Result<std::optional<AccessToken>> find_token(const core::Hash& token_hash) override;

  // From now on nothing can be read or written, as with a database that does not answer.
  void fail(bool fail);

private:
  Client* of(const std::string& authority, const core::Uuid& id);

  mutable std::mutex mutex_;
  std::map<core::Uuid, Client> clients_;
  std::map<core::Hash, AccessToken> tokens_;
  std::set<std::pair<core::Uuid, core::Hash>> used_;
  bool fail_ = false;
};

}  // namespace badgewatch::ports
