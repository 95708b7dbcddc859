// What is known of words in names: which are spellings of one another, and how common each is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace badgewatch::match {

// config/names/families.txt and frequencies.txt, as built in.
extern const std::string_view families_text;
extern const std::string_view frequencies_text;

struct WordFacts {
  std::uint16_t spelling = 0;   // the spelling family; 0: none
  std::uint16_t related = 0;    // families joined by short forms and cognates; 0: none
  std::uint8_t weight = 0;      // term frequency: log2(1 / share of people), in quarters of a bit
  std::uint32_t block = 0;      // hash of what the word is blocked by: its family, else its skeleton
};

// Thread safe. One hash look-up.
WordFacts facts_of(std::string_view word);

// The consonants of a word with what is often confused written alike; never evidence by itself.
std::string skeleton(std::string_view word);

// FNV-1a over both tables, for rules_version().
std::uint32_t tables_fingerprint();

}  // namespace badgewatch::match
