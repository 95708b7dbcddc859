// Finds in the list of a day those who have one of some words, several people at once.
#pragma once

#include "match/birthdays.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace badgewatch::match {

class TellingWords {
public:
  // With more words than `most`, or none, everybody is found.
  static constexpr std::size_t most = 24;
  void add(WordCode code) {
    if (count_ < most) words_[count_] = Codes{} + code;
    ++count_;
  }

  // Gives the place of everybody who has one of the words, in ascending order.
  template <class Use>
  void each_in(const Day& day, Use&& use) const {
    if (count_ == 0 || count_ > most) {
      for (std::size_t place = 0; place < day.size(); ++place)
        use(place);
    } else if (count_ <= few) {
      each_with<few>(day, use);
    } else if (count_ <= 2 * few) {
      each_with<2 * few>(day, use);
    } else {
      each_with<most>(day, use);
    }
  }

private:
  using Codes [[gnu::vector_size(16)]] = WordCode;
  static constexpr std::size_t few = 4;
  static_assert(sizeof(Codes) == 2 * sizeof(Signature) && Day::at_once == 4);

  template <std::size_t count, class Use>
  void each_with(const Day& day, Use& use) const {
    // Where there are not so many, the first stands for the rest.
    std::array<Codes, count> words;
    for (std::size_t word = 0; word < count; ++word)
      words[word] = words_[word < count_ ? word : 0];
    const auto people = day.filled_signatures();
    for (std::size_t place = 0; place < people.size(); place += Day::at_once) {
      std::array<Codes, 2> codes;
      std::memcpy(&codes, &people[place], sizeof codes);
      Codes first{};
      Codes second{};
      for (std::size_t word = 0; word < count; ++word) {
        first |= static_cast<Codes>(codes[0] == words[word]);
        second |= static_cast<Codes>(codes[1] == words[word]);
      }
      const auto any = std::bit_cast<std::array<std::uint64_t, 2>>(first | second);
      if ((any[0] | any[1]) == 0) [[likely]]
        continue;
      const auto ones = std::bit_cast<std::array<std::uint64_t, 2>>(first);
      const auto others = std::bit_cast<std::array<std::uint64_t, 2>>(second);
      if (ones[0] != 0) use(place);
      if (ones[1] != 0) use(place + 1);
      if (others[0] != 0) use(place + 2);
      if (others[1] != 0) use(place + 3);
    }
  }

  std::array<Codes, most> words_;
  std::size_t count_ = 0;
};

}  // namespace badgewatch::match
