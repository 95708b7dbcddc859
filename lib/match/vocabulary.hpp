// Every word of every name in an index, once.
#pragma once

#include "match/chunked.hpp"
#include "match/postings.hpp"
#include "match/words.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace badgewatch::match {

using WordId = std::uint32_t;

// Words stay when the last person who has them goes: by themselves they are nobody's data.
class Vocabulary {
public:
  WordId intern(const Word& word);
  const Word& operator[](WordId id) const { return words_[id]; }
  std::optional<WordId> find(std::string_view text) const;
  // The blocks of those that are one edit apart from `word` (Likeness::typo), each once; its own
  // only where another word shares it. Valid until the next intern(); `room` may hold them.
  std::span<const std::uint32_t> blocks_of_typos(const Word& word,
                                                 std::vector<std::uint32_t>& room) const;
  // Every two words that are `text` when written one behind the other.
  std::vector<std::pair<WordId, WordId>> partings_of(std::string_view text) const;
  std::size_t memory_bytes() const;

private:
  static constexpr WordId none = 0xFFFF'FFFF;

  std::size_t slot_of(std::uint64_t hash, std::string_view text) const;
  void find_typos_of(const Word& word, std::vector<WordId>& found) const;
  void grow();
  std::string_view kept(std::string_view text);

  Chunked<Word> words_;
  // With a part of its hash, so that other words need not be looked at.
  struct Slot {
    std::uint32_t hash = 0;
    WordId word = none;
  };

  std::vector<Slot> slots_;  // open addressing, a power of two
  Postings shortened_;       // a word with at most one letter left out, to the words
  std::vector<std::vector<std::uint32_t>> typos_;  // by word: blocks of those one edit apart
  std::vector<std::unique_ptr<char[]>> text_;
  std::size_t text_left_ = 0;
};

}  // namespace badgewatch::match
