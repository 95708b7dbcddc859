// What is known of each word of a table: asked for every word of every name.
#pragma once

#include "match/hash.hpp"
#include "match/name_tables.hpp"

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::match {

// Open addressing, at most half full: a word that is there is found in one or two steps, and what
// is compared with it has the same 32 bits of its hash.
class KnownWords {
public:
  // Once, first: room for so many words.
  void reserve(std::size_t words) {
    slots_.assign(std::bit_ceil(2 * words + 1), {});
    words_.reserve(words);
  }
  // Of a word that is not there, within that room.
  void add(std::string_view word, const WordFacts& facts) {
    slots_[slot_of(word)] = {tag_of(hash_of(word)), static_cast<std::uint32_t>(words_.size())};
    words_.push_back({std::string(word), facts});
  }
  // Null when it is not there.
  const WordFacts* find(std::string_view word) const {
    if (slots_.empty()) return nullptr;
    const auto& slot = slots_[slot_of(word)];
    return slot.place == none ? nullptr : &words_[slot.place].facts;
  }

private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t place = none;
  };
  struct Known {
    std::string word;
    WordFacts facts;
  };

  static std::uint64_t hash_of(std::string_view word) { return hash64(31, word); }
  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  // Where the word is, or the empty slot where it belongs.
  std::size_t slot_of(std::string_view word) const {
    const auto hash = hash_of(word);
    const auto mask = slots_.size() - 1;
    auto slot = hash & mask;
    while (slots_[slot].place != none &&
           (slots_[slot].tag != tag_of(hash) || words_[slots_[slot].place].word != word))
      slot = (slot + 1) & mask;
    return slot;
  }

  std::vector<Slot> slots_;
  std::vector<Known> words_;
};

}  // namespace badgewatch::match
