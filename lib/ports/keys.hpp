// API keys of councils' systems.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "proof/leaf.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct ApiKey {
  core::Uuid id;
  std::string authority;
  std::string name;    // what it is for: "licensing back office"
  std::string prefix;  // the first characters, to tell keys apart in a list
  std::vector<std::string> scopes;
  core::Instant created_at;
  std::optional<core::Instant> revoked_at;
  std::optional<core::Instant> import_until;  // the scope `import` is open until then
  std::optional<core::Instant> last_used_at;  // to the minute or so
  std::vector<std::string> networks = {};     // in CIDR form; none: from everywhere
};

// Thread safe.
class Keys {
public:
  virtual ~Keys() = default;
  // By the hash of the whole key; revoked ones too. Nothing when there is none.
  virtual core::Result<std::optional<ApiKey>> find(const core::Hash& key_hash) = 0;
  virtual core::Result<void> used(const std::string& authority, const core::Uuid& id,
                                  core::Instant at) = 0;

  // Errc::conflict when the authority has two live keys of that name already.
  virtual core::Result<void> add(const ApiKey& key, const core::Hash& key_hash,
                                 const proof::Leaf& leaf) = 0;
  // Any authority's where `authority` is empty; else another one's is Errc::not_found.
  virtual core::Result<void> revoke(const std::string& authority, const core::Uuid& id,
                                    core::Instant at, const proof::Leaf& leaf) = 0;
  virtual core::Result<std::vector<ApiKey>> list(const std::string& authority) = 0;
};

}  // namespace badgewatch::ports
