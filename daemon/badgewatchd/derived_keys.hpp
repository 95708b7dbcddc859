// Keys that are hashed with, made from the key for lookups: the same in every daemon and command of
// a register.
#pragma once

#include "proof/hash.hpp"

namespace badgewatch::daemon {

// What checks commit to their question under.
inline core::Hash query_key(const core::Hash& lookup_key) {
  return proof::keyed_hash(lookup_key, {core::as_bytes("badgewatch query commitment")});
}

// What is kept of searches is hashed under it.
inline core::Hash trait_key(const core::Hash& lookup_key) {
  return proof::keyed_hash(lookup_key, {core::as_bytes("badgewatch search traits")});
}

// What findings are bound to is hashed under it: another one asks everybody again.
inline core::Hash pair_key(const core::Hash& lookup_key) {
  return proof::keyed_hash(lookup_key, {core::as_bytes("badgewatch finding pair")});
}

}  // namespace badgewatch::daemon
