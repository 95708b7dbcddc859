// How alike two words of a name are.
#pragma once

#include "match/name_tables.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace badgewatch::match {

struct Word {
  std::string_view text;  // a to z and 0 to 9, at most longest_word; owned elsewhere
  WordFacts facts;
  bool initial = false;
};

inline constexpr std::size_t longest_word = 60;
inline constexpr std::size_t max_names_compared = 20;
inline constexpr std::size_t max_words_compared = 12;

// How many given names it has, where its form tells. `one_by_number`: the driver number beside it
// has one initial, so that nothing was left out.
enum class GivenNames : std::uint8_t { unknown, one, several, one_by_number };

// One name of a person, ready to be compared.
struct WordList {
  std::array<const Word*, max_words_compared> word;
  std::uint8_t count = 0;
  std::uint16_t particles = 0;  // bit n: the n-th word is one (de, van, bin)
  GivenNames given = GivenNames::unknown;

  bool is_particle(std::size_t i) const { return (particles >> i & 1) != 0; }
  // A word that tells people apart: no particle, no initial.
  bool counts(std::size_t i) const { return !is_particle(i) && !word[i]->initial; }
};

struct NameList {
  std::array<WordList, max_names_compared> name;
  std::uint8_t count = 0;
  bool other_script = false;  // a name is written in another script than Latin
};

// From least to most. `sound`: the same consonants, by what is often confused. `typo`: one edit
// (Damerau) in words of four letters or more. `relative`: short forms, pet names and cognates, as
// relatives.txt knows them. `spelling`: of one family of families.txt; `doubtful`: where one of
// both may be another name, and words that no family knows where they are read alike or differ in a
// vowel.
enum class Likeness : std::uint8_t {
  none,
  initial,
  sound,
  typo,
  relative,
  doubtful,
  spelling,
  same
};

Likeness likeness(const Word& a, const Word& b);

// "abdulrahman" for "abdul" and "rahman": the same letters, or a family that is so written.
bool is_run_together(const Word& first, const Word& second, const Word& whole);

// True when one insertion, deletion, substitution or swap of neighbours makes them equal.
bool is_one_edit_apart(std::string_view a, std::string_view b);

// Not alike, but nearly: two edits in six letters or more, or one begins the other.
bool is_much_like(const Word& a, const Word& b);

inline constexpr std::size_t shortest_typo = 4;

}  // namespace badgewatch::match
