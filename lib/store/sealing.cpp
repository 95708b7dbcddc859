#include "store/sealing.hpp"

#include "proof/hash.hpp"
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

std::string wrapping_data(const SealedPlace& place, std::int16_t version) {
  auto bytes = associated_data(place, "data_key");
  put(bytes, version);
  return bytes;
}

const unsigned char* data_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

core::Bytes encrypt(const core::Hash& key, std::string_view associated, std::string_view text,
                    core::Randomness& randomness) {
  core::Bytes out(nonce_size + text.size() + tag_size);
  randomness.fill({out.data(), nonce_size});
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + nonce_size, nullptr, data_of(text),
                                             text.size(), data_of(associated), associated.size(),
                                             nullptr, out.data(), key.data());
  return out;
}

core::Result<std::string> decrypt(const core::Hash& key, std::string_view associated,
                                  core::ByteView sealed) {
  const core::Error unreadable(core::Errc::internal, "A stored record cannot be read.");
  if (sealed.size() < nonce_size + tag_size) return unreadable;
  std::string text(sealed.size() - nonce_size - tag_size, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr, sealed.data() + nonce_size,
      sealed.size() - nonce_size, data_of(associated), associated.size(), sealed.data(),
      key.data());
  if (failed != 0) return unreadable;
  return text;
}

}  // namespace

DataKey::~DataKey() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

Sealer::Sealer(const core::Hash& master_key, core::Randomness& randomness)
    : wrapping_key_(derived(master_key, "badgewatch data keys")),
      blinding_key_(derived(master_key, "badgewatch blind indexes")),
      randomness_(randomness) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

Sealer::~Sealer() = default;

DataKey Sealer::new_key() const {
  core::Hash bytes;
  randomness_.fill(bytes);
  return DataKey(bytes);
}

core::Bytes Sealer::wrap(const DataKey& key, const SealedPlace& place) const {
  return encrypt(wrapping_key_.reveal(), wrapping_data(place, key_version),
                 core::as_text(key.reveal()), randomness_);
}

core::Result<DataKey> Sealer::unwrap(core::ByteView wrapped, std::int16_t version,
                                     const SealedPlace& place) const {
  auto text = decrypt(wrapping_key_.reveal(), wrapping_data(place, version), wrapped);
  if (!text) return text.error();
  core::Hash bytes{};
  if (text->size() != bytes.size())
    return core::Error(core::Errc::internal, "A stored record cannot be read.");
  std::copy(text->begin(), text->end(), bytes.begin());
  sodium_memzero(text->data(), text->size());
  return DataKey(bytes);
}

core::Bytes Sealer::seal(const DataKey& key, const SealedPlace& place, std::string_view field,
                         std::string_view text) const {
  return encrypt(key.reveal(), associated_data(place, field), text, randomness_);
}

core::Result<std::string> Sealer::open(const DataKey& key, const SealedPlace& place,
                                       std::string_view field, core::ByteView sealed) const {
  return decrypt(key.reveal(), associated_data(place, field), sealed);
}

SealedValue Sealer::seal_new(const SealedPlace& place, std::string_view text) const {
  const auto key = new_key();
  return {.key_version = key_version,
          .data_key = wrap(key, place),
          .content = seal(key, place, "content", text),
          .digest = digest(key, text)};
}

core::Result<std::string> Sealer::open(core::ByteView wrapped, std::int16_t version,
                                       const SealedPlace& place, core::ByteView content) const {
  auto key = unwrap(wrapped, version, place);
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
  return proof::keyed_hash(blinding_key_.reveal(), {core::as_bytes(bytes)});
}

}  // namespace badgewatch::store
