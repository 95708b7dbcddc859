// A person packed for comparing: the one form that both the index and compare() score, so that they
// cannot differ.
#pragma once

#include "match/match.hpp"
#include "match/name_tables.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::match {

struct Word {
  std::string_view text;  // into Packed::words
  WordFacts facts;
  bool initial = false;
  bool particle = false;
};

struct Place {
  std::array<char, 8> postcode{};  // tidied, zero behind
  std::uint32_t house = 0;         // hash of house number and street; 0: not known
};

struct Packed {
  static constexpr std::size_t max_places = 3;

  std::string words;  // of all names: see names_of()
  std::int16_t birth_year = 0;
  std::uint8_t birth_month = 0;
  std::uint8_t birth_day = 0;
  std::array<char, 12> national_insurance{};  // comparable, zero behind
  std::array<char, 20> licence{};             // comparable, zero behind
  bool gb_licence = false;
  std::uint8_t places = 0;
  std::array<Place, max_places> place{};
  std::uint64_t email = 0;      // hash; 0: none
  std::uint64_t telephone = 0;  // hash; 0: none

  bool has_full_birth_date() const { return birth_day != 0; }
};

inline constexpr std::size_t max_names_compared = 6;
inline constexpr std::size_t max_words_compared = 8;

struct WordList {
  std::array<Word, max_words_compared> word;
  std::size_t count = 0;
};

struct NameList {
  std::array<WordList, max_names_compared> name;
  std::size_t count = 0;
};

Packed pack(const person::Person& person);

// The names in `packed`, which outlives the answer. No allocation.
void read_names(const Packed& packed, NameList& names);

template <std::size_t Size>
std::string_view text_of(const std::array<char, Size>& text) {
  std::size_t length = Size;
  while (length > 0 && text[length - 1] == '\0') --length;
  return {text.data(), length};
}

struct Profile::Data {
  Packed packed;
};

// The one scorer. `notes` false leaves out the sentences, not the evidence.
Comparison compare_packed(const Packed& a, const Packed& b, bool notes);

}  // namespace badgewatch::match
