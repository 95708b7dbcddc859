// Keys that are hashed with, made from the master key: the same in every daemon and command of a
// register.
#pragma once

#include "proof/hash.hpp"

namespace badgewatch::daemon {

// What checks commit to their question under.
inline core::Hash query_key(const core::Hash& master_key) {
  return proof::keyed_hash(master_key, {core::as_bytes("badgewatch query commitment")});
}

// What findings are bound to is hashed under it: another one asks everybody again.
inline core::Hash pair_key(const core::Hash& master_key) {
  return proof::keyed_hash(master_key, {core::as_bytes("badgewatch finding pair")});
}

}  // namespace badgewatch::daemon
