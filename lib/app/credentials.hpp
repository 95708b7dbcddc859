// An authority's API keys and clients, as its own administrator keeps them, and the access tokens
// that clients get. Each act is in the log.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "ports/clients.hpp"
#include "ports/keys.hpp"
#include "ports/unit_of_work.hpp"

#include <functional>
#include <string>
#include <vector>

namespace badgewatch::app {

// Thread safe. Another authority's key or client is Errc::not_found.
class Credentials {
public:
  // `ended` is called when a key or a client was ended, or a client's keys replaced.
  Credentials(ports::Keys& keys, ports::Clients& clients, const core::Clock& clock,
              core::Randomness& randomness, std::function<void()> ended);

  core::Result<std::vector<ports::ApiKey>> keys(const ports::Caller& caller);
  // `key.authority` is the caller's. Errc::conflict: two of that name are live.
  core::Result<void> add_key(const ports::Caller& caller, const ports::ApiKey& key,
                             const core::Hash& hash);
  core::Result<void> revoke_key(const ports::Caller& caller, const core::Uuid& id);

  core::Result<std::vector<ports::Client>> clients(const ports::Caller& caller);
  core::Result<ports::Client> client(const ports::Caller& caller, const core::Uuid& id);
  // The client as it is kept. One in force of the same name and content is it already, and nothing
  // is added: `is_new` says which. Errc::conflict where the content differs.
  struct Kept {
    ports::Client client;
    bool is_new = true;
  };
  core::Result<Kept> add_client(const ports::Caller& caller, const ports::Client& client);
  core::Result<ports::Client> replace_keys(const ports::Caller& caller, const core::Uuid& id,
                                           const std::string& jwks,
                                           const std::vector<core::Hash>& keys);
  core::Result<void> revoke_client(const ports::Caller& caller, const core::Uuid& id);

  // False when the assertion was used before.
  core::Result<bool> issue(const ports::AccessToken& token, const core::Hash& hash,
                           const ports::UsedAssertion& assertion);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject);

  ports::Keys& keys_;
  ports::Clients& clients_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  std::function<void()> ended_;
};

}  // namespace badgewatch::app
