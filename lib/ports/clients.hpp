// OAuth clients: systems that prove who they are by a private key, and the access tokens that they
// get for it.
#pragma once

#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "proof/leaf.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct Client {
  core::Uuid id;  // its client_id
  std::string authority;
  std::string name;
  std::vector<std::string> scopes;
  std::vector<std::string> networks;  // in CIDR form; none: from everywhere
  std::string jwks;                   // its public keys: {"keys": [...]}
  std::vector<core::Hash> keys;       // their thumbprints, to be stored; not read back
  bool certificate_bound = false;     // gets tokens only for a certificate (RFC 8705 section 3)
  core::Instant created_at;
  std::optional<core::Instant> revoked_at;
  std::optional<core::Instant> last_used_at;  // a token was given
};

// As it was given. `networks` and `client_name` are the client's as they are now.
struct AccessToken {
  core::Uuid client;
  std::string client_name = {};
  std::string authority;
  std::vector<std::string> scopes;
  std::vector<std::string> networks;
  core::Hash key{};  // thumbprint of the key that signed for it
  core::Instant issued_at;
  core::Instant expires_at;
  // Thumbprint (x5t#S256) of the certificate that has to be shown with it; none: it is good alone.
  std::optional<std::string> certificate = {};
};

// What an assertion must not be used for twice.
struct UsedAssertion {
  core::Hash id{};           // SHA-256 of its jti
  core::Instant kept_until;  // it is refused by its own expiry then
};

// Thread safe. Own clients only: another authority's is Errc::not_found.
class Clients {
public:
  virtual ~Clients() = default;
  // Whoever shows an id is looked up by it before there is an authority. Revoked ones too.
  virtual core::Result<std::optional<Client>> find(const core::Uuid& id) = 0;
  virtual core::Result<std::vector<Client>> list(const std::string& authority) = 0;

  // Errc::conflict when the authority has a client of that name in force.
  virtual core::Result<void> add(const Client& client, const proof::Leaf& leaf) = 0;
  // Of one in force. Tokens that another key got end with it.
  virtual core::Result<void> replace_keys(const Client& client, const proof::Leaf& leaf) = 0;
  // Its tokens end with it. One revoked before keeps its first time.
  virtual core::Result<void> revoke(const std::string& authority, const core::Uuid& id,
                                    core::Instant at, const proof::Leaf& leaf) = 0;

  // Keeps the token and the use of the assertion in one transaction. False, and nothing kept, when
  // the assertion was used before: by whichever daemon, across restarts.
  virtual core::Result<bool> issue(const AccessToken& token, const core::Hash& token_hash,
                                   const UsedAssertion& assertion, const proof::Leaf& leaf) = 0;
  // Nothing when there is none, its client is revoked, or its key is the client's no more, or it is
  // bound to no certificate and the client is to have none such. It may be expired.
  virtual core::Result<std::optional<AccessToken>> find_token(const core::Hash& token_hash) = 0;
};

}  // namespace badgewatch::ports
