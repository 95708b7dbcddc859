// Sealing: particulars are kept encrypted under a data key of their own, which is kept encrypted
// under the register's master key. Destroying the data key erases the particulars, in backups too
// once these expire. XChaCha20-Poly1305 (libsodium, IETF variant).
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::store {

// Which record a sealed value belongs to: bound into the seal, so that a value moved to another
// row, tenant or version does not open.
struct SealedPlace {
  std::string_view table;
  std::string_view authority;
  core::Uuid id;
  std::int64_t version = 1;
};

// 32 bytes, wiped when they go.
class DataKey {
public:
  DataKey() = default;
  explicit DataKey(const core::Hash& bytes) : bytes_(bytes) {}
  DataKey(const DataKey&) = default;
  DataKey& operator=(const DataKey&) = default;
  ~DataKey();
  const core::Hash& reveal() const { return bytes_; }

private:
  core::Hash bytes_{};
};

// One value under its own new key.
struct SealedValue {
  std::int16_t key_version = 0;  // of the master key
  core::Bytes data_key;          // wrapped
  core::Bytes content;
  core::Hash digest{};  // of the content, keyed: tells equal content without showing it
};

// Thread safe.
class Sealer {
public:
  static constexpr std::int16_t key_version = 1;

  // `randomness` outlives the sealer.
  Sealer(const core::Hash& master_key, core::Randomness& randomness);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  DataKey new_key() const;
  core::Bytes wrap(const DataKey& key, const SealedPlace& place) const;
  // Errc::internal for a key that was not wrapped by this master key for this place.
  core::Result<DataKey> unwrap(core::ByteView wrapped, std::int16_t version,
                               const SealedPlace& place) const;

  // `field` tells several values of one record apart.
  core::Bytes seal(const DataKey& key, const SealedPlace& place, std::string_view field,
                   std::string_view text) const;
  // Errc::internal when it does not open: damaged, moved, or another key's.
  core::Result<std::string> open(const DataKey& key, const SealedPlace& place,
                                 std::string_view field, core::ByteView sealed) const;

  // A new key, and `text` as the field "content" under it.
  SealedValue seal_new(const SealedPlace& place, std::string_view text) const;
  core::Result<std::string> open(core::ByteView wrapped, std::int16_t version,
                                 const SealedPlace& place, core::ByteView content) const;

  static core::Hash digest(const DataKey& key, std::string_view text);

  // A blind index: equal parts give equal values, and nobody without the master key can guess them.
  core::Hash blind(std::string_view purpose, std::initializer_list<std::string_view> parts) const;

private:
  DataKey wrapping_key_;
  DataKey blinding_key_;
  core::Randomness& randomness_;
};

}  // namespace badgewatch::store
