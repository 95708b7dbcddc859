// Key to records, in flat memory.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace badgewatch::match {

// Open addressing in shards, so that growing never pauses for long. A key of one record is one slot
// of 8 bytes; a key of more has its list in the shard's pool. Not synchronised. Keys whose shard
// and 32-bit tag are the same share their records: the comparison sorts them out.
class Postings {
public:
  // `value` is below 2^31.
  void add(std::uint64_t key, std::uint32_t value);
  void remove(std::uint64_t key, std::uint32_t value);
  // Valid until the next add() or remove().
  std::span<const std::uint32_t> find(std::uint64_t key) const;
  void prefetch(std::uint64_t key) const;
  std::size_t memory_bytes() const;

private:
  static constexpr std::uint32_t empty = 0xFFFF'FFFF;
  static constexpr std::uint32_t is_list = 0x8000'0000;
  static constexpr std::uint32_t no_block = 0xFFFF'FFFF;

  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t value = empty;  // a record, or with is_list the place of a block in the pool
  };

  // A block: how many values, the values, and room up to a power of two.
  class Shard {
  public:
    void add(std::uint32_t tag, std::uint32_t value);
    void remove(std::uint32_t tag, std::uint32_t value);
    std::span<const std::uint32_t> find(std::uint32_t tag) const;
    const Slot* first_of(std::uint32_t tag) const;
    std::size_t memory_bytes() const;

  private:
    std::size_t home(std::uint32_t tag) const;
    std::size_t next(std::size_t slot) const { return slot + 1 == slots_.size() ? 0 : slot + 1; }
    std::size_t slot_of(std::uint32_t tag) const;
    void grow();
    void erase(std::size_t slot);
    std::uint32_t take_block(unsigned size);
    void give_block(std::uint32_t place, unsigned size);
    std::uint32_t moved_block(std::uint32_t place, unsigned from, unsigned to);
    static unsigned size_for(std::uint32_t count);

    std::vector<Slot> slots_;
    std::size_t used_ = 0;
    std::vector<std::uint32_t> pool_;
    std::array<std::uint32_t, 32> free_ = all_empty();  // of each power of two, chained
    static constexpr std::array<std::uint32_t, 32> all_empty() {
      std::array<std::uint32_t, 32> none{};
      none.fill(no_block);
      return none;
    }
  };

  static constexpr std::size_t shard_count = 256;
  static std::size_t shard_of(std::uint64_t key) { return key >> 56; }
  static std::uint32_t tag_of(std::uint64_t key) { return static_cast<std::uint32_t>(key); }

  std::array<Shard, shard_count> shards_;
};

}  // namespace badgewatch::match
