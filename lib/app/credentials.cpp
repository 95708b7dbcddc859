#include "app/credentials.hpp"

#include "app/act_leaf.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

core::Error no_client() {
  return {core::Errc::not_found, "There is no such client of yours."};
}

bool is_same(const ports::Client& one, const ports::Client& other) {
  return one.scopes == other.scopes && one.networks == other.networks && one.jwks == other.jwks &&
         one.certificate_bound == other.certificate_bound;
}

}  // namespace

Credentials::Credentials(ports::Keys& keys, ports::Clients& clients, const core::Clock& clock,
                         core::Randomness& randomness, std::function<void()> ended)
    : keys_(keys),
      clients_(clients),
      clock_(clock),
      randomness_(randomness),
      ended_(std::move(ended)) {}

proof::Leaf Credentials::leaf(const ports::Caller& caller, std::string kind,
                              const core::Uuid& subject) {
  return act_leaf(caller, std::move(kind), subject, "{}", clock_, randomness_);
}

core::Result<std::vector<ports::ApiKey>> Credentials::keys(const ports::Caller& caller) {
  return keys_.list(caller.authority);
}

core::Result<void> Credentials::add_key(const ports::Caller& caller, const ports::ApiKey& key,
                                        const core::Hash& hash) {
  return keys_.add(key, hash, leaf(caller, "key_created", key.id));
}

core::Result<void> Credentials::revoke_key(const ports::Caller& caller, const core::Uuid& id) {
  // Found first, so that a refused request leaves no leaf and needs no owner's session.
  const auto own = keys_.list(caller.authority);
  if (!own) return own.error();
  if (std::none_of(own->begin(), own->end(), [&](const auto& key) { return key.id == id; }))
    return core::Error(core::Errc::not_found, "There is no such key of yours.");
  auto revoked = keys_.revoke(caller.authority, id, clock_.now(), leaf(caller, "key_revoked", id));
  if (revoked) ended_();
  return revoked;
}

core::Result<std::vector<ports::Client>> Credentials::clients(const ports::Caller& caller) {
  return clients_.list(caller.authority);
}

core::Result<ports::Client> Credentials::client(const ports::Caller& caller, const core::Uuid& id) {
  const auto own = clients_.list(caller.authority);
  if (!own) return own.error();
  const auto found =
      std::find_if(own->begin(), own->end(), [&](const auto& client) { return client.id == id; });
  if (found == own->end()) return no_client();
  return *found;
}

core::Result<Credentials::Kept> Credentials::add_client(const ports::Caller& caller,
                                                        const ports::Client& client) {
  const auto added = clients_.add(client, leaf(caller, "client_created", client.id));
  if (added) return Kept{client, true};
  if (added.error().code() != core::Errc::conflict) return added.error();
  const auto own = clients_.list(caller.authority);
  if (!own) return own.error();
  for (const auto& other : *own)
    if (other.name == client.name && !other.revoked_at && is_same(other, client))
      return Kept{other, false};
  return core::Error(core::Errc::conflict,
                     "You have a client of that name in force, with other content: end it first, "
                     "or replace its keys.",
                     {{"/name", "is the name of another client"}});
}

core::Result<ports::Client> Credentials::replace_keys(const ports::Caller& caller,
                                                      const core::Uuid& id, const std::string& jwks,
                                                      const std::vector<core::Hash>& keys) {
  auto found = client(caller, id);
  if (!found) return found;
  if (found->revoked_at)
    return core::Error(core::Errc::conflict, "That client is revoked: register a new one.");
  const auto has_them = [&](const ports::Client& one) {
    return one.jwks == jwks && !one.revoked_at;
  };
  if (has_them(*found)) return found;
  found->jwks = jwks;
  found->keys = keys;
  if (auto done = clients_.replace_keys(*found, leaf(caller, "client_keys_replaced", id)); !done) {
    // Sent twice at once, it is done once.
    auto now = client(caller, id);
    return now && has_them(*now) ? std::move(now) : done.error();
  }
  ended_();
  return found;
}

core::Result<void> Credentials::revoke_client(const ports::Caller& caller, const core::Uuid& id) {
  if (const auto found = client(caller, id); !found) return found.error();
  auto revoked =
      clients_.revoke(caller.authority, id, clock_.now(), leaf(caller, "client_revoked", id));
  if (revoked) ended_();
  return revoked;
}

core::Result<bool> Credentials::issue(const ports::AccessToken& token, const core::Hash& hash,
                                      const ports::UsedAssertion& assertion) {
  const ports::Caller caller{token.authority, token.client.text()};
  return clients_.issue(token, hash, assertion, leaf(caller, "token_issued", token.client));
}

}  // namespace badgewatch::app
