// Sealing: particulars are kept encrypted under a data key of their own, which is kept encrypted
// under the register's master key. Destroying the data key erases the particulars, in backups too
// once these expire. XChaCha20-Poly1305 (libsodium, IETF variant).
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "store/locked_key.hpp"

#include <atomic>
#include <initializer_list>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

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

// One of the master keys that the register has had: 1, 2, ...
struct MasterKey {
  std::int16_t generation = 1;
  DataKey key;
};

// What a register is unlocked with.
struct SealingKeys {
  std::vector<MasterKey> masters;  // each by which something is wrapped
  std::int16_t wrap_by = 1;        // the generation for new data keys
  DataKey lookup;                  // for keyed hashes; stays when the master key changes

  // Of a register that never had another one, and from before it had a lookup key of its own.
  static SealingKeys only(const core::Hash& master_key);
};

// Thread safe.
class Sealer {
public:
  // `randomness` outlives the sealer.
  Sealer(const SealingKeys& keys, core::Randomness& randomness);
  Sealer(const core::Hash& master_key, core::Randomness& randomness)
      : Sealer(SealingKeys::only(master_key), randomness) {}
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  // Opens what is wrapped by it from now on, beside what was added under that generation before: a
  // key may be known before the register says which one follows. Stays until the sealer goes.
  void add(const MasterKey& master);
  // Whether new data keys would be wrapped, under that generation, by the key of this mark.
  bool wraps_with(std::int16_t generation, const core::Hash& mark) const;
  // New data keys are wrapped by what was added last under it from now on; there is one.
  void wrap_by(std::int16_t generation);
  // By which master key new data keys are wrapped. It may change at any time, so who writes a row
  // asks once, and says so in the row's `key_version`.
  std::int16_t generation() const { return wrap_by_; }

  DataKey new_key() const;
  core::Bytes wrap(const DataKey& key, const SealedPlace& place, std::int16_t generation) const;
  // Errc::internal for a key that was not wrapped by this master key for this place.
  core::Result<DataKey> unwrap(core::ByteView wrapped, std::int16_t generation,
                               const SealedPlace& place) const;

  // `field` tells several values of one record apart.
  core::Bytes seal(const DataKey& key, const SealedPlace& place, std::string_view field,
                   std::string_view text) const;
  // Errc::internal when it does not open: damaged, moved, or another key's.
  core::Result<std::string> open(const DataKey& key, const SealedPlace& place,
                                 std::string_view field, core::ByteView sealed) const;

  // A new key, and `text` as the field "content" under it.
  SealedValue seal_new(const SealedPlace& place, std::string_view text) const;
  core::Result<std::string> open(core::ByteView wrapped, std::int16_t generation,
                                 const SealedPlace& place, core::ByteView content) const;

  static core::Hash digest(const DataKey& key, std::string_view text);

  // A blind index: equal parts give equal values, and nobody without the lookup key can guess them.
  core::Hash blind(std::string_view purpose, std::initializer_list<std::string_view> parts) const;

private:
  struct WrappingKey {
    core::Hash mark{};  // of the master key
    LockedKey key;
  };

  mutable std::shared_mutex mutex_;
  std::map<std::int16_t, std::vector<WrappingKey>> wrapping_keys_;
  std::atomic<std::int16_t> wrap_by_;
  LockedKey blinding_key_;
  core::Randomness& randomness_;
};

}  // namespace badgewatch::store
