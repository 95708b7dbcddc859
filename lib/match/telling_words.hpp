// Finds in the list of a day those who have one of some words, several people at once.
#pragma once

#include "match/birthdays.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace badgewatch::match {

class TellingWords {
public:
  // With more words than `most`, or none, everybody is found.
  static constexpr std::size_t most = 24;
  void add(WordCode code) {
    if (count_ < most) words_[count_] = code;
    ++count_;
  }

  bool finds_everybody() const { return count_ == 0 || count_ > most; }

  // Adds the place of everybody who has one of the words, in ascending order. `wide`: four people
  // at once where the processor can do that, else two.
  void find_in(const Day& day, std::vector<std::uint32_t>& places, bool wide = true) const;

private:
  template <class Codes, std::size_t count>
  void find_with(const Day& day, std::vector<std::uint32_t>& places) const;
  template <class Codes>
  void find_by(const Day& day, std::vector<std::uint32_t>& places) const;
  void find_in_wide_registers(const Day& day, std::vector<std::uint32_t>& places) const;

  std::array<WordCode, most> words_;
  std::size_t count_ = 0;
};

}  // namespace badgewatch::match
