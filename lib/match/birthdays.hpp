// Records by date of birth, each with a signature of its names, so that dates that are only nearly
// right can be gone through without looking at the people.
#pragma once

#include "match/details.hpp"
#include "match/match.hpp"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace badgewatch::match {

// One byte for each word of a person's names, by its block; at most four words, else `any_word`.
using Signature = std::uint32_t;
inline constexpr Signature any_word = 0xFFFF'FFFF;

Signature signature_of(std::span<const std::uint32_t> blocks);

// Blocks that a query looks for, ready to be held against many signatures.
class WantedBlocks {
public:
  explicit WantedBlocks(std::span<const std::uint32_t> blocks);
  // False: no block of the record is wanted. True: perhaps one is.
  bool may_be_in(Signature signature) const {
    return wanted_[signature & 0xFF] || wanted_[signature >> 8 & 0xFF] ||
           wanted_[signature >> 16 & 0xFF] || wanted_[signature >> 24];
  }

private:
  std::array<bool, 256> wanted_{};  // by byte of a signature
};

// Somebody to look at.
struct Lead {
  RecordId record = 0;
  Signature signature = any_word;
};

class Birthdays {
public:
  void add(const Birthday& born, RecordId record, Signature signature);
  void remove(const Birthday& born, RecordId record);
  using Day = std::vector<Lead>;
  // Null when nobody is there. Years far from now share their lists: who is in one has to be
  // compared anyway.
  const Day* on(const Birthday& born) const;
  std::size_t memory_bytes() const;

private:
  using Year = std::array<Day, 13 * 32>;  // month and day, 0 where not known

  static std::size_t year_place(int year);
  static std::size_t day_place(const Birthday& born) { return born.month * 32U + born.day; }

  std::vector<std::unique_ptr<Year>> years_;
};

}  // namespace badgewatch::match
