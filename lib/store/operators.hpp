// The people who run the register, each with a key that names them in the log.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "proof/leaf.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::store {

struct Operator {
  core::Uuid id;
  std::string name;
  std::string prefix;  // of the key, to tell keys apart in a list
  core::Instant created_at;
  std::optional<core::Instant> revoked_at;
};

// `conninfo` is bw_migrate's: nothing that serves councils may read or write operators.
class Operators {
public:
  explicit Operators(std::string conninfo) : conninfo_(std::move(conninfo)) {}

  // Errc::conflict when the name is taken, also by one who is revoked: a name in the log is one
  // person's.
  core::Result<void> add(const Operator& wanted, const core::Hash& key_hash,
                         const proof::Leaf& leaf) const;
  // Errc::not_found when no operator has the name.
  core::Result<void> revoke(const std::string& name, core::Instant at,
                            const proof::Leaf& leaf) const;
  core::Result<std::vector<Operator>> list() const;
  // Who has that key and is not revoked; else Errc::forbidden.
  core::Result<Operator> find(const core::Hash& key_hash) const;

private:
  std::string conninfo_;
};

}  // namespace badgewatch::store
