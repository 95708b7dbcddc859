// Blocking keys: a query is compared with whoever shares one of them, and with those whose dates of
// birth are the same, swapped or nearly the same (birthdays.hpp). docs/MATCHING.md says why nobody
// whom compare() rates possible is left out.
#pragma once

#include "match/block_counts.hpp"
#include "match/details.hpp"
#include "match/vocabulary.hpp"
#include "match/words.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace badgewatch::match {

using Keys = std::vector<std::uint64_t>;
using Blocks = std::vector<std::uint32_t>;

// NI number and driving licence: whoever has an equal one shares a key.
void add_number_keys(const Details& details, Keys& keys);
// These, postcodes, e-mail and telephone: filed and looked for alike.
void add_detail_keys(const Details& details, std::span<const Place> places, Keys& keys);

// Under which names are filed: every two words that can bring `from` by themselves, where they are
// the rarest that agree.
void add_name_keys(const NameList& names, double from, Keys& keys);

// Under which names are looked for: typing errors that the vocabulary knows, and the other ways of
// writing the words of each name together or apart, too. Only among words that `borne` may have,
// unless it is null.
void add_wanted_name_keys(const NameList& names, std::span<const Blocks> others, double from,
                          const Vocabulary& vocabulary, const BlockCounts* borne, Keys& keys);

// Blocks of all words that count.
Blocks blocks_of(const NameList& names);
bool has_initials(const NameList& names);
// For each name the blocks of the same words written together or apart, as far as the vocabulary
// has them. `others` may be longer than there are names: its room is used again.
void other_writings_of(const NameList& names, const Vocabulary& vocabulary,
                       std::vector<Blocks>& others);

void make_unique(Keys& keys);

}  // namespace badgewatch::match
