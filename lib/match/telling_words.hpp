// Finds in the list of a day those who have one of some words, several words at once.
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

  // Somebody in the list of a day.
  struct Place {
    std::uint32_t person = 0;
    std::uint32_t first_word = 0;
    friend bool operator==(const Place&, const Place&) = default;
  };
  // Adds everybody who has one of the words, in the order of the list. `wide`: sixteen words at
  // once where the processor can do that, else eight.
  void find_in(const Day& day, std::vector<Place>& places, bool wide = true) const;

private:
  template <class Codes, std::size_t count>
  void find_with(const Day& day, std::vector<Place>& places) const;
  template <class Codes>
  void find_by(const Day& day, std::vector<Place>& places) const;
  void find_in_wide_registers(const Day& day, std::vector<Place>& places) const;

  std::array<WordCode, most> words_;
  std::size_t count_ = 0;
};

}  // namespace badgewatch::match
