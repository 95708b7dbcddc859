#include "ports/memory_keys.hpp"

#include <algorithm>

namespace badgewatch::ports {

namespace {

core::Error no_answer() {
  return {core::Errc::unavailable, "The register cannot read its keys at the moment."};
}

}  // namespace

core::Result<std::optional<ApiKey>> MemoryKeys::find(const core::Hash& key_hash) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  ++reads_;
  const auto found = keys_.find(key_hash);
  if (found == keys_.end()) return std::optional<ApiKey>();
  return std::optional(found->second);
}

core::Result<void> MemoryKeys::used(const std::string& authority, const core::Uuid& id,
                                    core::Instant at) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  if (auto* key = with(id); key != nullptr && key->authority == authority) key->last_used_at = at;
  return {};
}

core::Result<void> MemoryKeys::add(const ApiKey& key, const core::Hash& key_hash,
                                   const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  if (with(key.id) != nullptr)
    return core::Error(core::Errc::conflict, "This key was made already, and shown once.");
  const auto same = std::count_if(keys_.begin(), keys_.end(), [&](const auto& other) {
    return other.second.authority == key.authority && other.second.name == key.name &&
           !other.second.revoked_at;
  });
  if (same >= 2)
    return core::Error(core::Errc::conflict, "There are two live keys of that name already.");
  keys_[key_hash] = key;
  return {};
}

core::Result<void> MemoryKeys::revoke(const std::string& authority, const core::Uuid& id,
                                      core::Instant at, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  if (fail_) return no_answer();
  auto* key = with(id);
  if (key == nullptr || (!authority.empty() && key->authority != authority))
    return core::Error(core::Errc::not_found, "There is no such key.");
  if (!key->revoked_at) key->revoked_at = at;
  return {};
}

core::Result<std::vector<ApiKey>> MemoryKeys::list(const std::string& authority) {
  const std::lock_guard lock(mutex_);
  std::vector<ApiKey> own;
  for (const auto& [hash, key] : keys_)
    if (key.authority == authority) own.push_back(key);
  return own;
}

void MemoryKeys::fail(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_ = fail;
}

std::size_t MemoryKeys::reads() const {
  const std::lock_guard lock(mutex_);
  return reads_;
}

ApiKey* MemoryKeys::with(const core::Uuid& id) {
  const auto found = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const auto& one) { return one.second.id == id; });
  return found == keys_.end() ? nullptr : &found->second;
}

}  // namespace badgewatch::ports
