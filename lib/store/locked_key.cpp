#include "store/locked_key.hpp"

#include <sodium.h>

#include <algorithm>
#include <new>
#include <stdexcept>

namespace badgewatch::store {

LockedKey::LockedKey(core::Hash&& key) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  bytes_.reset(static_cast<unsigned char*>(sodium_malloc(key.size())));
  if (!bytes_) throw std::bad_alloc();
  std::copy(key.begin(), key.end(), bytes_.get());
  sodium_memzero(key.data(), key.size());
  sodium_mprotect_readonly(bytes_.get());
}

void LockedKey::Free::operator()(unsigned char* bytes) const {
  sodium_free(bytes);
}

}  // namespace badgewatch::store
