#include "match/telling_words.hpp"

#include <bit>
#include <cstring>

namespace badgewatch::match {

namespace {

// As many people as a register of the processor holds.
using TwoPeople [[gnu::vector_size(16)]] = WordCode;
using FourPeople [[gnu::vector_size(32)]] = WordCode;
static_assert(sizeof(TwoPeople) == 2 * sizeof(Signature));
static_assert(sizeof(FourPeople) == 4 * sizeof(Signature) && Day::at_once == 4);

#ifdef __x86_64__
#define BW_WIDE_REGISTERS [[gnu::target("avx2")]]
bool has_wide_registers() {
  static const bool has = __builtin_cpu_supports("avx2") != 0;
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
[[gnu::always_inline]] inline void TellingWords::find_with(
    const Day& day, std::vector<std::uint32_t>& places) const {
  constexpr std::size_t parts = Day::at_once * sizeof(Signature) / sizeof(Codes);
  // Where there are not so many, the first stands for the rest.
  std::array<Codes, count> words;
  for (std::size_t word = 0; word < count; ++word)
    words[word] = Codes{} + words_[word < count_ ? word : 0];
  const auto people = day.filled_signatures();
  for (std::size_t place = 0; place < people.size(); place += Day::at_once) {
    std::array<Codes, parts> codes;
    std::memcpy(&codes, &people[place], sizeof codes);
    std::array<Codes, parts> alike{};
    for (std::size_t word = 0; word < count; ++word)
      for (std::size_t part = 0; part < parts; ++part)
        alike[part] |= static_cast<Codes>(codes[part] == words[word]);
    const auto each = std::bit_cast<std::array<std::uint64_t, Day::at_once>>(alike);
    if ((each[0] | each[1] | each[2] | each[3]) == 0) [[likely]]
      continue;
    for (std::size_t one = 0; one < Day::at_once; ++one)
      if (each[one] != 0) places.push_back(static_cast<std::uint32_t>(place + one));
  }
}

template <class Codes>
[[gnu::always_inline]] inline void TellingWords::find_by(const Day& day,
                                                         std::vector<std::uint32_t>& places) const {
  if (count_ <= 4) return find_with<Codes, 4>(day, places);
  if (count_ <= 6) return find_with<Codes, 6>(day, places);
  if (count_ <= 8) return find_with<Codes, 8>(day, places);
  if (count_ <= 12) return find_with<Codes, 12>(day, places);
  find_with<Codes, most>(day, places);
}

BW_WIDE_REGISTERS void TellingWords::find_in_wide_registers(
    const Day& day, std::vector<std::uint32_t>& places) const {
  find_by<FourPeople>(day, places);
}

void TellingWords::find_in(const Day& day, std::vector<std::uint32_t>& places, bool wide) const {
  if (finds_everybody()) {
    for (std::size_t place = 0; place < day.size(); ++place)
      places.push_back(static_cast<std::uint32_t>(place));
  } else if (wide && has_wide_registers()) {
    find_in_wide_registers(day, places);
  } else {
    find_by<TwoPeople>(day, places);
  }
}

}  // namespace badgewatch::match
