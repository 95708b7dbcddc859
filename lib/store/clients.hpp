// ports::Clients: OAuth clients and their access tokens.
#pragma once

#include "ports/clients.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlClients final : public ports::Clients {
public:
  explicit SqlClients(Context& context) : context_(context) {}

  core::Result<std::optional<ports::Client>> find(const core::Uuid& id) override;
  core::Result<std::vector<ports::Client>> list(const std::string& authority) override;
  core::Result<void> add(const ports::Client& client, const proof::Leaf& leaf) override;
  core::Result<void> replace_keys(const ports::Client& client, const proof::Leaf& leaf) override;
  core::Result<void> revoke(const std::string& authority, const core::Uuid& id, core::Instant at,
                            const proof::Leaf& leaf) override;
  core::Result<bool> issue(const ports::AccessToken& token, const core::Hash& token_hash,
                           const ports::UsedAssertion& assertion, const proof::Leaf& leaf) override;
  core::Result<std::optional<ports::AccessToken>> find_token(const core::Hash& token_hash) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
