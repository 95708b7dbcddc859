#include "ports/memory_clients.hpp"

#include <algorithm>

namespace badgewatch::ports {

namespace {

core::Error no_answer() {
  return {core::Errc::unavailable, "The register cannot read its clients at the moment."};
}

core::Error no_client() {
  return {core::Errc::not_found, "There is no such client of yours."};
}

}  // namespace

core::Result<std::optional<Client>> MemoryClients::find(const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  const auto found = clients_.find(id);
  if (found == clients_.end()) return std::optional<Client>();
  return std::optional(found->second);
}

core::Result<std::vector<Client>> MemoryClients::list(const std::string& authority) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  std::vector<Client> own;
  for (const auto& [id, client] : clients_)
    if (client.authority == authority) own.push_back(client);
  return own;
}

core::Result<void> MemoryClients::add(const Client& client, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  for (const auto& [id, other] : clients_)
    if (other.authority == client.authority && other.name == client.name && !other.revoked_at)
      return core::Error(core::Errc::conflict, "There is a client of that name already.");
  clients_[client.id] = client;
  return {};
}

core::Result<void> MemoryClients::replace_keys(const Client& client, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  auto* found = of(client.authority, client.id);
  if (found == nullptr || found->revoked_at) return no_client();
  found->jwks = client.jwks;
  found->keys = client.keys;
  return {};
}

core::Result<void> MemoryClients::revoke(const std::string& authority, const core::Uuid& id,
                                         core::Instant at, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  auto* found = of(authority, id);
  if (found == nullptr) return no_client();
  if (!found->revoked_at) found->revoked_at = at;
  return {};
}

core::Result<bool> MemoryClients::issue(const AccessToken& token, const core::Hash& token_hash,
                                        const UsedAssertion& assertion,
                                        const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  if (!used_.insert({token.client, assertion.id}).second) return false;
  tokens_[token_hash] = token;
  if (auto* client = of(token.authority, token.client)) client->last_used_at = token.issued_at;
  return true;
}

core::Result<std::optional<AccessToken>> MemoryClients::find_token(const core::Hash& token_hash) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  const auto found = tokens_.find(token_hash);
  if (found == tokens_.end()) return std::optional<AccessToken>();
  const auto* client = of(found->second.authority, found->second.client);
  if (client == nullptr || client->revoked_at ||
      (client->certificate_bound && !found->second.certificate) ||
      std::find(client->keys.begin(), client->keys.end(), found->second.key) == client->keys.end())
    return std::optional<AccessToken>();
  auto token = found->second;
  token.networks = client->networks;
  token.client_name = client->name;
  return std::optional(token);
}

void MemoryClients::fail(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_ = fail;
}

Client* MemoryClients::of(const std::string& authority, const core::Uuid& id) {
  const auto found = clients_.find(id);
  if (found == clients_.end() || found->second.authority != authority) return nullptr;
  return &found->second;
}

}  // namespace badgewatch::ports
