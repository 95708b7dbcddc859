// What is known of words in names: which are spellings of one another, and how common each is.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace badgewatch::match {

// config/names/families.txt, relatives.txt and frequencies.txt, as built in.
extern const std::string_view families_text;
extern const std::string_view relatives_text;
extern const std::string_view frequencies_text;

struct WordFacts {
  std::uint32_t block = 0;      // hash of what the word is found by: its family, else its skeleton
  std::uint32_t reading = 0;    // hash of how it is read
  std::uint32_t letters = 0;    // bit n: the n-th letter of the alphabet is in it
  std::uint16_t spelling = 0;   // the spelling family; 0: none
  std::uint16_t relatives = 0;  // its place among the names that have relatives; 0: it has none
  std::uint8_t weight = 0;      // log2(1 / share of people who bear it), in quarters of a bit
  std::uint8_t further = 0;     // how much that is beside another word of the name, in 64ths
  std::uint8_t family = 0;      // likewise of all spellings together
  bool doubtful = false;        // may be another name than its family's
  bool sounds = false;          // its skeleton is long enough to say something
  bool splits = false;          // its family is written as two words too
};

// All but how common it is. Thread safe. One hash look-up.
WordFacts family_facts_of(std::string_view word);
// Every word of a family, and its spelling family.
void each_family_word(const std::function<void(std::string_view, const WordFacts&)>& use);

// Two blocks that a family writes as two words too: "abdul rahman" for "abdulrahman".
struct Split {
  std::uint32_t first = 0;
  std::uint32_t second = 0;

  std::uint64_t number() const { return std::uint64_t{first} << 32 | second; }
  friend bool operator==(const Split&, const Split&) = default;
};
const std::vector<Split>& splits_of(std::uint16_t spelling);
// The blocks of the families that are so written.
const std::vector<std::uint32_t>& joined_from(const Split& split);

// Short forms, pet names and cognates, one hop, of all spellings of a name: their blocks, and
// whether two names are such. `relatives` are WordFacts::relatives.
const std::vector<std::uint32_t>& blocks_of_relatives(std::uint16_t relatives);
bool are_relatives(std::uint16_t one, std::uint16_t other);

// Of the families, for rules_version().
std::uint32_t families_fingerprint();

}  // namespace badgewatch::match
