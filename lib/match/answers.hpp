// What the words of a record can bring beside the names of a query, each remembered: the same words
// come again and again among those who are looked at.
#pragma once

#include "match/records.hpp"
#include "match/scorer.hpp"
#include "match/words.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace badgewatch::match {

class Answers {
public:
  // Room for what is remembered; one search at a time uses it, and the next one finds it empty.
  class Memory;

  Answers(const NameList& names, const Vocabulary& vocabulary, Memory& memory);

  // Never less than what compare_names() finds of names in the same scripts.
  NameBound bound(std::span<const Records::WrittenWord> names) const;

private:
  // The most that one word can bring.
  struct Answer {
    float further = 0;  // to a WordSum
    float first = 0;
    bool any = false;         // some word of the query is like it
    bool two = false;         // it may answer two words of the query that it writes together
    bool initial = false;     // it may agree with an initial
    bool same_block = false;  // it may be what names are found by
    bool whole = false;       // it may agree as one name
  };
  NameBound bound_of_one(std::span<const Records::WrittenWord> name) const;
  const Answer& to(WordId id) const;
  Answer answer_to(const Word& word) const;
  void add(Answer& answer, const WordList& name, const Word& word) const;

  const NameList& names_;
  const Vocabulary& vocabulary_;
  Memory& memory_;
  std::size_t fewest_words_ = 0;  // of the query's names, particles left out
};

class Answers::Memory {
private:
  friend class Answers;
  struct Slot {
    std::uint64_t search = 0;
    WordId word = 0;
    Answer answer;
  };
  static constexpr std::size_t slots = 256;

  std::array<Slot, slots> slots_{};
  std::uint64_t search_ = 0;
};

}  // namespace badgewatch::match
