#include "store/sealing.hpp"

#include "proof/hash.hpp"
#include "store/master_keys.hpp"
#include "store/wire.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace badgewatch::store {
namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

core::Hash derived(const core::Hash& master_key, std::string_view purpose) {
  return proof::keyed_hash(master_key, {core::as_bytes(purpose)});
}

// Lengths are written before the parts, so that no two places give the same bytes.
std::string associated_data(const SealedPlace& place, std::string_view field) {
  std::string bytes;
  bytes.reserve(64);
  for (const auto part : {place.table, place.authority, field}) {
    put(bytes, static_cast<std::int32_t>(part.size()));
    put(bytes, part);
  }
  put(bytes, place.id);
  put(bytes, place.version);
  return bytes;
}

std::string wrapping_data(const SealedPlace& place, std::int16_t generation) {
  auto bytes = associated_data(place, "data_key");
  put(bytes, generation);
  return bytes;
}

const unsigned char* data_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

core::Bytes encrypt(const unsigned char* key, std::string_view associated, std::string_view text,
                    core::Randomness& randomness) {
  core::Bytes out(nonce_size + text.size() + tag_size);
  randomness.fill({out.data(), nonce_size});
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + nonce_size, nullptr, data_of(text),
                                             text.size(), data_of(associated), associated.size(),
                                             nullptr, out.data(), key);
  return out;
}

core::Result<std::string> decrypt(const unsigned char* key, std::string_view associated,
                                  core::ByteView sealed) {
  const core::Error unreadable(core::Errc::internal, "A stored record cannot be read.");
  if (sealed.size() < nonce_size + tag_size) return unreadable;
  std::string text(sealed.size() - nonce_size - tag_size, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr, sealed.data() + nonce_size,
      sealed.size() - nonce_size, data_of(associated), associated.size(), sealed.data(), key);
  if (failed != 0) return unreadable;
  return text;
}

}  // namespace

DataKey::~DataKey() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

SealingKeys SealingKeys::only(const core::Hash& master_key) {
  return {.masters = {{.generation = 1, .key = DataKey(master_key)}},
          .wrap_by = 1,
          .lookup = DataKey(master_key)};
}

Sealer::Sealer(const SealingKeys& keys, core::Randomness& randomness)
    : wrap_by_(keys.wrap_by),
      blinding_key_(derived(keys.lookup.reveal(), "badgewatch blind indexes")),
      randomness_(randomness) {
  for (const auto& master : keys.masters)
    add(master);
  wrap_by(keys.wrap_by);
}

Sealer::~Sealer() = default;

void Sealer::add(const MasterKey& master) {
  const auto mark = key_mark_of(master.key.reveal());
  LockedKey key(derived(master.key.reveal(), "badgewatch data keys"));
  const std::unique_lock lock(mutex_);
  auto& there = wrapping_keys_[master.generation];
  const auto same = std::find_if(there.begin(), there.end(),
                                 [&](const WrappingKey& one) { return one.mark == mark; });
  if (same == there.end())
    there.push_back({mark, std::move(key)});
  else
    std::rotate(same, same + 1, there.end());
}

bool Sealer::wraps_with(std::int16_t generation, const core::Hash& mark) const {
  const std::shared_lock lock(mutex_);
  const auto found = wrapping_keys_.find(generation);
  return found != wrapping_keys_.end() && found->second.back().mark == mark;
}

void Sealer::wrap_by(std::int16_t generation) {
  const std::shared_lock lock(mutex_);
  if (!wrapping_keys_.contains(generation)) throw std::logic_error("no such master key");
  wrap_by_ = generation;
}

DataKey Sealer::new_key() const {
  core::Hash bytes;
  randomness_.fill(bytes);
  return DataKey(bytes);
}

core::Bytes Sealer::wrap(const DataKey& key, const SealedPlace& place,
                         std::int16_t generation) const {
  const std::shared_lock lock(mutex_);
  return encrypt(wrapping_keys_.at(generation).back().key.data(), wrapping_data(place, generation),
                 core::as_text(key.reveal()), randomness_);
}

core::Result<DataKey> Sealer::unwrap(core::ByteView wrapped, std::int16_t generation,
                                     const SealedPlace& place) const {
  const std::shared_lock lock(mutex_);
  const auto found = wrapping_keys_.find(generation);
  if (found == wrapping_keys_.end())
    return core::Error(core::Errc::internal,
                       "A stored record is sealed with a master key that is not at hand.");
  const auto associated = wrapping_data(place, generation);
  for (auto by = found->second.rbegin(); by != found->second.rend(); ++by) {
    auto text = decrypt(by->key.data(), associated, wrapped);
    core::Hash bytes{};
    if (!text || text->size() != bytes.size()) continue;
    std::copy(text->begin(), text->end(), bytes.begin());
    sodium_memzero(text->data(), text->size());
    return DataKey(bytes);
  }
  return core::Error(core::Errc::internal, "A stored record cannot be read.");
}

core::Bytes Sealer::seal(const DataKey& key, const SealedPlace& place, std::string_view field,
                         std::string_view text) const {
  return encrypt(key.reveal().data(), associated_data(place, field), text, randomness_);
}

core::Result<std::string> Sealer::open(const DataKey& key, const SealedPlace& place,
                                       std::string_view field, core::ByteView sealed) const {
  return decrypt(key.reveal().data(), associated_data(place, field), sealed);
}

SealedValue Sealer::seal_new(const SealedPlace& place, std::string_view text) const {
  const auto key = new_key();
  const auto by = generation();
  return {.key_version = by,
          .data_key = wrap(key, place, by),
          .content = seal(key, place, "content", text),
          .digest = digest(key, text)};
}

core::Result<std::string> Sealer::open(core::ByteView wrapped, std::int16_t generation,
                                       const SealedPlace& place, core::ByteView content) const {
  auto key = unwrap(wrapped, generation, place);
  if (!key) return key.error();
  return open(*key, place, "content", content);
}

core::Hash Sealer::digest(const DataKey& key, std::string_view text) {
  return proof::keyed_hash(key.reveal(), {core::as_bytes("digest"), core::as_bytes(text)});
}

core::Hash Sealer::blind(std::string_view purpose,
                         std::initializer_list<std::string_view> parts) const {
  std::string bytes;
  put(bytes, static_cast<std::int32_t>(purpose.size()));
  put(bytes, purpose);
  for (const auto part : parts) {
    put(bytes, static_cast<std::int32_t>(part.size()));
    put(bytes, part);
  }
  core::Hash key{};
  std::copy_n(blinding_key_.data(), key.size(), key.begin());
  const auto hash = proof::keyed_hash(key, {core::as_bytes(bytes)});
  sodium_memzero(key.data(), key.size());
  return hash;
}

}  // namespace badgewatch::store
