// SHA-256, and keyed BLAKE2b for commitments that nobody can guess without the key.
#pragma once

#include "core/bytes.hpp"

#include <initializer_list>

namespace badgewatch::proof {

using core::ByteView;
using core::Hash;

Hash sha256(std::initializer_list<ByteView> parts);

// BLAKE2b-256 under `key` (RFC 7693).
Hash keyed_hash(const Hash& key, std::initializer_list<ByteView> parts);

}  // namespace badgewatch::proof
