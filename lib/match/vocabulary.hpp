// Every word of every name in an index, once.
#pragma once

#include "match/chunked.hpp"
#include "match/postings.hpp"
#include "match/words.hpp"

#include <cstdint>
#include <memory>
#include <optional>
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
  // Those that are one edit apart from `word` (Likeness::typo), each once.
  std::vector<WordId> typos_of(const Word& word) const;
  // Every two words that are `text` when written one behind the other.
  std::vector<std::pair<WordId, WordId>> partings_of(std::string_view text) const;
  std::size_t memory_bytes() const;

private:
  static constexpr WordId none = 0xFFFF'FFFF;

  std::size_t slot_of(std::uint64_t hash, std::string_view text) const;
  std::vector<WordId> find_typos_of(const Word& word) const;
  void grow();
  std::string_view kept(std::string_view text);

  Chunked<Word> words_;
  std::vector<WordId> slots_;               // open addressing, a power of two
  Postings shortened_;                      // a word with at most one letter left out, to the words
  std::vector<std::vector<WordId>> typos_;  // by word: those that are one edit apart
  std::vector<std::unique_ptr<char[]>> text_;
  std::size_t text_left_ = 0;
};

}  // namespace badgewatch::match
