// Key to records: chained hashing in flat arrays, in shards so that growing never pauses for long.
#pragma once

#include "match/match.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace badgewatch::match {

// Not synchronised. 12 bytes a posting, and 4 to 8 for its bucket. A record of another key whose
// 32-bit tag is the same is given too: the comparison sorts it out.
class Postings {
 public:
  void add(std::uint64_t key, RecordId record);
  void remove(std::uint64_t key, RecordId record);
  void collect(std::uint64_t key, std::vector<RecordId>& out) const;
  std::size_t memory_bytes() const;

 private:
  static constexpr std::uint32_t nothing = 0xFFFF'FFFF;

  struct Posting {
    std::uint32_t tag;
    RecordId record;
    std::uint32_t next;
  };
  struct Shard {
    std::vector<std::uint32_t> buckets;  // a power of two of them
    std::vector<Posting> postings;
    std::uint32_t free = nothing;
    std::size_t used = 0;
    void grow();
    std::uint32_t& bucket(std::uint32_t tag) { return buckets[tag & (buckets.size() - 1)]; }
  };

  static constexpr std::size_t shard_count = 256;
  static std::size_t shard_of(std::uint64_t key) { return key >> 56; }
  static std::uint32_t tag_of(std::uint64_t key) { return static_cast<std::uint32_t>(key); }

  std::array<Shard, shard_count> shards_;
};

}  // namespace badgewatch::match
