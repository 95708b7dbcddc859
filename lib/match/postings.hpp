// Key to records, in flat memory.
#pragma once

#include "match/large_block.hpp"
#include "match/lodging.hpp"

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
  // What is to be filed together, in any order.
  class Pile;

  // `value` is below 2^31.
  void add(std::uint64_t key, std::uint32_t value);
  // All of `pile` at once, where nothing is filed yet: several times as fast as one by one, and
  // laid close together in large pages.
  void add_all(Pile pile);
  // Lays what is filed as add_all() does.
  void settle();
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
    std::size_t own_bytes() const { return slots_.own_bytes() + pool_.own_bytes(); }

    // Each value with its tag before it, as Pile keeps them.
    void append_to(std::vector<std::uint64_t>& pile) const;
    // What it takes for a pile that is in order.
    struct Size {
      std::size_t tags = 0;
      std::size_t slots = 0;
      std::size_t pool = 0;
    };
    static Size size_of(std::span<const std::uint64_t> pile);
    // `slots` and `pool` are of that size.
    void fill(std::span<const std::uint64_t> pile, const Size& size, Slot* slots,
              std::uint32_t* pool);

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

    Lodging<Slot> slots_;
    std::size_t used_ = 0;
    Lodging<std::uint32_t> pool_;
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
  LargeBlock block_;  // what shards lodge in
  std::size_t block_bytes_ = 0;
};

class Postings::Pile {
public:
  void add(std::uint64_t key, std::uint32_t value) {
    of_shard_[shard_of(key)].push_back(std::uint64_t{tag_of(key)} << 32 | value);
  }

private:
  friend class Postings;
  std::array<std::vector<std::uint64_t>, shard_count> of_shard_;
};

}  // namespace badgewatch::match
