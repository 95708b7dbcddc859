#include "match/keys.hpp"

#include "match/evidence.hpp"
#include "match/hash.hpp"
#include "match/weights.hpp"
#include "match/word_weights.hpp"

#include <algorithm>

namespace badgewatch::match {

namespace {

enum class Kind : std::uint64_t {
  insurance = 1,
  licence,
  licence_stable_part,
  licence_changing_part,
  postcode,
  house,
  email,
  telephone,
  two_words,
};

std::uint64_t key(Kind kind, std::uint64_t a, std::uint64_t b = 0) {
  return mix(mix(static_cast<std::uint64_t>(kind), a), b);
}

std::uint64_t both(std::uint32_t one, std::uint32_t other) {
  const auto [low, high] = std::minmax(one, other);
  return std::uint64_t{high} << 32 | low;
}

void make_unique(Blocks& blocks) {
  std::sort(blocks.begin(), blocks.end());
  blocks.erase(std::unique(blocks.begin(), blocks.end()), blocks.end());
}

// Whoever has this name is found by it alone, whatever else is known.
bool finds_by_itself(const WordList& name, double from) {
  return most_weight_of(name) >= from;
}

// Whether names can be enough by themselves where these two words are the rarest that agree.
bool find_by_themselves(const WordList& name, std::size_t one, std::size_t other, double from) {
  const double commoner = std::min(bits(*name.word[one]), bits(*name.word[other]));
  WordSum sum;
  double initials = 0;
  for (std::size_t i = 0; i < name.count; ++i) {
    initials += name.word[i]->initial ? 1 : 0;
    if (i != one && i != other && bits(*name.word[i]) > commoner) continue;
    const auto most = most_parts_of(*name.word[i]);
    sum.add_parts(most.further, most.first);
  }
  return sum.weight() + std::min(initials, weights::initials_most) >= from;
}

void add_counting(const WordList& name, Blocks& blocks) {
  for (std::size_t i = 0; i < name.count; ++i)
    if (name.counts(i)) blocks.push_back(name.word[i]->facts.block);
}

// "abdul rahman": the block of "abdulrahman" too, where the register has that word.
void add_run_together(const WordList& name, const Vocabulary& vocabulary, Blocks& blocks) {
  std::array<char, longest_word> text{};
  for (std::size_t i = 0; i + 1 < name.count; ++i) {
    const auto& first = *name.word[i];
    const auto& second = *name.word[i + 1];
    if (first.initial || second.initial) continue;
    if (const auto length = first.text.size() + second.text.size(); length <= longest_word) {
      const auto end = std::copy(first.text.begin(), first.text.end(), text.begin());
      std::copy(second.text.begin(), second.text.end(), end);
      if (const auto whole = vocabulary.find({text.data(), length}))
        blocks.push_back(vocabulary[*whole].facts.block);
    }
    const auto& families = joined_from({first.facts.block, second.facts.block});
    blocks.insert(blocks.end(), families.begin(), families.end());
  }
}

// "abdulrahman": the blocks of "abdul" and "rahman" too, where the register has such words.
void add_parted(const Word& word, const Vocabulary& vocabulary, Blocks& blocks) {
  if (word.initial) return;
  for (const auto& [first, second] : vocabulary.partings_of(word.text)) {
    blocks.push_back(vocabulary[first].facts.block);
    blocks.push_back(vocabulary[second].facts.block);
  }
  if (word.facts.spelling == 0) return;
  for (const auto& split : splits_of(word.facts.spelling)) {
    blocks.push_back(split.first);
    blocks.push_back(split.second);
  }
}

void add_other_writings(const WordList& name, const Vocabulary& vocabulary, Blocks& blocks) {
  add_run_together(name, vocabulary, blocks);
  for (std::size_t i = 0; i < name.count; ++i)
    add_parted(*name.word[i], vocabulary, blocks);
}

void keep_borne(Blocks& blocks, const BlockCounts* borne) {
  if (borne != nullptr)
    std::erase_if(blocks, [&](std::uint32_t block) { return !borne->may_have(block); });
}

// What one word of a query is looked for by: its block, and those of its relatives and of what is a
// typing error away. One of two words may have one.
Blocks wanted_for(const Word& word, const Vocabulary& vocabulary, const BlockCounts* borne) {
  Blocks blocks = blocks_of_relatives(word.facts.relatives);
  blocks.push_back(word.facts.block);
  Blocks room;
  const auto typos = vocabulary.blocks_of_typos(word, room);
  blocks.insert(blocks.end(), typos.begin(), typos.end());
  keep_borne(blocks, borne);
  make_unique(blocks);
  return blocks;
}

template <class Packed>
std::uint64_t text_of(const Packed& packed) {
  return hash64(6, {packed.text.data(), packed.text.size()});
}

void add_pairs(const Blocks& ones, const Blocks& others, Keys& keys) {
  for (const auto one : ones)
    for (const auto other : others)
      keys.push_back(key(Kind::two_words, both(one, other)));
}

}  // namespace

void add_number_keys(const Details& details, Keys& keys) {
  if (!details.insurance.empty()) keys.push_back(key(Kind::insurance, text_of(details.insurance)));
  if (details.has_driver_number()) {
    const auto changing = changing_part(details);
    keys.push_back(key(Kind::licence_stable_part, hash64(8, stable_part(details))));
    keys.push_back(key(Kind::licence_changing_part, hash64(8, {changing.data(), changing.size()})));
  } else if (!details.licence.empty()) {
    keys.push_back(key(Kind::licence, text_of(details.licence)));
  }
}

void add_detail_keys(const Details& details, std::span<const Place> places, Keys& keys) {
  add_number_keys(details, keys);
  for (const auto& place : places) {
    if (place.postcode.empty()) continue;
    keys.push_back(key(Kind::postcode, text_of(place.postcode)));
    if (place.house != 0)
      keys.push_back(
          key(Kind::house, place.house, static_cast<unsigned char>(place.postcode.text[0])));
  }
  if (details.email != 0) keys.push_back(key(Kind::email, details.email));
  if (details.telephone != 0) keys.push_back(key(Kind::telephone, details.telephone));
}

void add_name_keys(const NameList& names, double from, Keys& keys) {
  for (std::size_t n = 0; n < names.count; ++n) {
    const auto& name = names.name[n];
    for (std::size_t i = 0; i < name.count; ++i)
      for (std::size_t j = i + 1; j < name.count; ++j)
        if (name.counts(i) && name.counts(j) && find_by_themselves(name, i, j, from))
          keys.push_back(
              key(Kind::two_words, both(name.word[i]->facts.block, name.word[j]->facts.block)));
  }
}

void add_wanted_name_keys(const NameList& names, std::span<const Blocks> others, double from,
                          const Vocabulary& vocabulary, const BlockCounts* borne, Keys& keys) {
  for (std::size_t n = 0; n < names.count; ++n) {
    const auto& name = names.name[n];
    if (!finds_by_itself(name, from)) continue;
    std::vector<Blocks> words;
    for (std::size_t i = 0; i < name.count; ++i)
      if (name.counts(i)) words.push_back(wanted_for(*name.word[i], vocabulary, borne));
    Blocks other = others[n];
    keep_borne(other, borne);
    add_pairs(other, other, keys);
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (std::size_t j = i + 1; j < words.size(); ++j)
        add_pairs(words[i], words[j], keys);
      add_pairs(words[i], other, keys);
    }
  }
  make_unique(keys);
}

Blocks blocks_of(const NameList& names) {
  Blocks blocks;
  for (std::size_t n = 0; n < names.count; ++n)
    add_counting(names.name[n], blocks);
  return blocks;
}

bool has_initials(const NameList& names) {
  for (std::size_t n = 0; n < names.count; ++n)
    for (std::size_t i = 0; i < names.name[n].count; ++i)
      if (names.name[n].word[i]->initial) return true;
  return false;
}

void other_writings_of(const NameList& names, const Vocabulary& vocabulary,
                       std::vector<Blocks>& others) {
  if (others.size() < names.count) others.resize(names.count);
  for (std::size_t n = 0; n < names.count; ++n) {
    others[n].clear();
    add_other_writings(names.name[n], vocabulary, others[n]);
    make_unique(others[n]);
  }
}

void make_unique(Keys& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace badgewatch::match
