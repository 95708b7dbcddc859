// Which words the names of a few people have, so that a search need not ask for the others.
#pragma once

#include <array>
#include <cstdint>

namespace badgewatch::match {

// By their blocks. Never denies a word that one of them has.
class BlockCounts {
public:
  void add(std::uint32_t block) {
    auto& count = counts_[place_of(block)];
    if (count < many) ++count;
  }
  // One that was added. Of very many nobody knows any more how many there are.
  void remove(std::uint32_t block) {
    auto& count = counts_[place_of(block)];
    if (count < many) --count;
  }
  bool may_have(std::uint32_t block) const { return counts_[place_of(block)] != 0; }

private:
  static constexpr std::uint8_t many = 255;
  static constexpr unsigned bits = 15;
  static std::size_t place_of(std::uint32_t block) { return block * 0x9E3779B1U >> (32 - bits); }

  std::array<std::uint8_t, std::size_t{1} << bits> counts_{};
};

}  // namespace badgewatch::match
