#include "match/telling_words.hpp"

#include <bit>
#include <cstring>
#include <type_traits>

namespace badgewatch::match {

namespace {

// As many words as a register of the processor holds.
using EightWords [[gnu::vector_size(16)]] = WordCode;
using SixteenWords [[gnu::vector_size(32)]] = WordCode;
static_assert(sizeof(SixteenWords) == Day::at_once * sizeof(WordCode));

// A bit for each word, the first one's the lowest.
template <class Codes>
constexpr std::size_t lanes = sizeof(Codes) / sizeof(WordCode);
template <std::size_t count>
using Bits = std::conditional_t<count == 8, std::uint8_t, std::uint16_t>;
template <class Codes>
[[gnu::always_inline]] inline std::uint32_t bits_of(const Codes& truths) {
  typedef bool Truths __attribute__((ext_vector_type(lanes<Codes>)));
  const auto bits = __builtin_convertvector(truths, Truths);
  return std::bit_cast<Bits<lanes<Codes>>>(bits);
}

#ifdef __x86_64__
#define BW_WIDE_REGISTERS [[gnu::target("avx2,popcnt")]]
bool has_wide_registers() {
  static const bool has =
      __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("popcnt") != 0;
  return has;
}
#else
#define BW_WIDE_REGISTERS
bool has_wide_registers() {
  return false;
}
#endif

}  // namespace

template <class Codes, std::size_t count>
[[gnu::always_inline]] inline void TellingWords::find_with(const Day& day,
                                                           std::vector<Place>& places) const {
  // Where there are not so many, the first stands for the rest.
  std::array<Codes, count> words;
  for (std::size_t word = 0; word < count; ++word)
    words[word] = Codes{} + words_[word < count_ ? word : 0];
  const auto codes = day.words();
  const auto before = places.size();
  std::uint32_t begun = 0;  // people of whom a word has come by
  std::uint32_t first = 0;  // word of the last of them
  for (std::size_t at = 0; at < codes.size(); at += lanes<Codes>) {
    Codes here;
    std::memcpy(&here, &codes[at], sizeof here);
    const Codes known = here & static_cast<WordCode>(~Day::begins);
    Codes alike{};
    for (std::size_t word = 0; word < count; ++word)
      alike |= static_cast<Codes>(known == words[word]);
    const auto beginning = bits_of<Codes>(static_cast<Codes>(here >= Day::begins));
    for (auto found = bits_of<Codes>(alike); found != 0; found &= found - 1) {
      const auto up_to = beginning & ((found & -found) * 2 - 1);
      const auto person = begun + static_cast<std::uint32_t>(std::popcount(up_to)) - 1;
      if (places.size() > before && places.back().person == person) continue;
      const auto its_first = up_to == 0 ? first
                                        : static_cast<std::uint32_t>(at) +
                                              static_cast<std::uint32_t>(std::bit_width(up_to)) - 1;
      places.push_back({person, its_first});
    }
    if (beginning != 0)
      first = static_cast<std::uint32_t>(at) +
              static_cast<std::uint32_t>(std::bit_width(beginning)) - 1;
    begun += static_cast<std::uint32_t>(std::popcount(beginning));
  }
}

template <class Codes>
[[gnu::always_inline]] inline void TellingWords::find_by(const Day& day,
                                                         std::vector<Place>& places) const {
  if (count_ <= 4) return find_with<Codes, 4>(day, places);
  if (count_ <= 6) return find_with<Codes, 6>(day, places);
  if (count_ <= 8) return find_with<Codes, 8>(day, places);
  if (count_ <= 12) return find_with<Codes, 12>(day, places);
  find_with<Codes, most>(day, places);
}

BW_WIDE_REGISTERS void TellingWords::find_in_wide_registers(const Day& day,
                                                            std::vector<Place>& places) const {
  find_by<SixteenWords>(day, places);
}

void TellingWords::find_in(const Day& day, std::vector<Place>& places, bool wide) const {
  if (finds_everybody()) {
    std::uint32_t first = 0;
    for (std::uint32_t person = 0; person < day.size(); ++person) {
      places.push_back({person, first});
      first += static_cast<std::uint32_t>(day.words_from(first).size());
    }
  } else if (wide && has_wide_registers()) {
    find_in_wide_registers(day, places);
  } else {
    find_by<EightWords>(day, places);
  }
}

}  // namespace badgewatch::match
