// Finds in the list of a day those who have one of some words, several people at once.
#pragma once

#include "match/birthdays.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

namespace badgewatch::match {

class TellingWords {
public:
  // With more than `most`, or none, everybody is found.
  static constexpr std::size_t most = 16;
  explicit TellingWords(std::span<const WordCode> codes) {
    if (codes.size() > most) return;
    for (const auto code : codes)
      words_[count_++] = Codes{} + code;
  }

  // Gives the place of everybody who has one of the words, in ascending order.
  template <class Use>
  void each_in(const Day& day, Use&& use) const {
    if (count_ == 0) {
      for (std::size_t place = 0; place < day.size(); ++place)
        use(place);
      return;
    }
    const auto people = day.filled_signatures();
    for (std::size_t place = 0; place < people.size(); place += Day::at_once) {
      std::array<Codes, Day::at_once / 2> codes;
      std::memcpy(&codes, &people[place], sizeof codes);
      std::array<Codes, Day::at_once / 2> found{};
      for (std::size_t word = 0; word < count_; ++word)
        for (std::size_t i = 0; i < codes.size(); ++i)
          found[i] |= static_cast<Codes>(codes[i] == words_[word]);
      const auto each = std::bit_cast<std::array<std::uint64_t, Day::at_once>>(found);
      if ((each[0] | each[1] | each[2] | each[3]) == 0) continue;
      for (std::size_t i = 0; i < Day::at_once; ++i)
        if (each[i] != 0) use(place + i);
    }
  }

private:
  using Codes [[gnu::vector_size(16)]] = WordCode;
  static_assert(sizeof(Codes) == 2 * sizeof(Signature));

  std::array<Codes, most> words_{};
  std::size_t count_ = 0;
};

}  // namespace badgewatch::match
