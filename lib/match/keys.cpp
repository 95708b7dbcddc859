#include "match/keys.hpp"

#include "match/hash.hpp"

#include <algorithm>

namespace badgewatch::match {

namespace {

enum class Kind : std::uint64_t {
  insurance = 1,
  licence,
  licence_stable,
  birth_date,
  word_year_month,
  word_year_day,
  word_month_day,
  pair,
  rare_word,
  undated_word,
  postcode_word,
  email,
  telephone,
  run_together,
};

// Words from this weight on (about 0.1 % of people) are filed by themselves.
constexpr std::uint8_t rare_weight = 40;

std::uint64_t key(Kind kind, std::uint64_t a, std::uint64_t b = 0) {
  return mix(mix(static_cast<std::uint64_t>(kind), a), b);
}

struct Blocks {
  std::vector<std::uint32_t> words;
  std::vector<std::uint32_t> rare;
  std::vector<std::uint64_t> pairs;
  std::vector<std::uint64_t> together;
  bool rare_pair = false;
};

void add_pairs(const WordList& name, Blocks& blocks) {
  std::string joined;
  std::size_t counted = 0;
  for (std::size_t i = 0; i < name.count; ++i) {
    const auto& one = name.word[i];
    joined += one.text;
    if (one.initial || one.particle) continue;
    ++counted;
    for (std::size_t j = i + 1; j < name.count; ++j) {
      const auto& other = name.word[j];
      if (other.initial || other.particle) continue;
      const auto [low, high] = std::minmax(one.facts.block, other.facts.block);
      blocks.pairs.push_back(key(Kind::pair, low, high));
      blocks.rare_pair = blocks.rare_pair || one.facts.weight + other.facts.weight >= 48;
    }
  }
  if (counted == 1)
    for (std::size_t i = 0; i < name.count; ++i)
      if (!name.word[i].initial && !name.word[i].particle)
        blocks.pairs.push_back(key(Kind::pair, name.word[i].facts.block, 0));
  blocks.together.push_back(key(Kind::run_together, hash64(5, joined)));
}

Blocks blocks_of(const Packed& packed) {
  NameList names;
  read_names(packed, names);
  Blocks blocks;
  for (std::size_t n = 0; n < names.count; ++n) {
    const auto& name = names.name[n];
    for (std::size_t i = 0; i < name.count; ++i) {
      const auto& word = name.word[i];
      if (word.initial || word.particle) continue;
      blocks.words.push_back(word.facts.block);
      if (word.facts.weight >= rare_weight) blocks.rare.push_back(word.facts.block);
    }
    add_pairs(name, blocks);
  }
  return blocks;
}

void add_dated(Keys& keys, const Blocks& blocks, std::uint64_t year, std::uint64_t month,
               std::uint64_t day) {
  keys.push_back(key(Kind::birth_date, year * 10'000 + month * 100 + day));
  for (const auto word : blocks.words) {
    keys.push_back(key(Kind::word_year_month, word, year * 100 + month));
    keys.push_back(key(Kind::word_year_day, word, year * 100 + day));
    keys.push_back(key(Kind::word_month_day, word, month * 100 + day));
  }
}

void add_shared(Keys& keys, const Packed& packed, const Blocks& blocks) {
  if (const auto number = text_of(packed.national_insurance); !number.empty())
    keys.push_back(key(Kind::insurance, hash64(6, number)));
  if (const auto number = text_of(packed.licence); !number.empty()) {
    keys.push_back(key(Kind::licence, hash64(7, number)));
    if (packed.gb_licence)
      keys.push_back(key(Kind::licence_stable, hash64(8, number.substr(5, 8))));
  }
  for (std::size_t i = 0; i < packed.places; ++i)
    if (const auto postcode = text_of(packed.place[i].postcode); !postcode.empty())
      for (const auto word : blocks.words)
        keys.push_back(key(Kind::postcode_word, hash64(9, postcode), word));
  if (packed.email != 0) keys.push_back(key(Kind::email, packed.email));
  if (packed.telephone != 0) keys.push_back(key(Kind::telephone, packed.telephone));
}

void make_unique(Keys& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace

Keys filing_keys(const Packed& record) {
  const auto blocks = blocks_of(record);
  Keys keys;
  add_shared(keys, record, blocks);
  if (record.has_full_birth_date())
    add_dated(keys, blocks, static_cast<std::uint64_t>(record.birth_year), record.birth_month,
              record.birth_day);
  else
    for (const auto word : blocks.words) keys.push_back(key(Kind::undated_word, word));
  keys.insert(keys.end(), blocks.pairs.begin(), blocks.pairs.end());
  keys.insert(keys.end(), blocks.together.begin(), blocks.together.end());
  for (const auto word : blocks.rare) keys.push_back(key(Kind::rare_word, word));
  make_unique(keys);
  return keys;
}

Keys search_keys(const Packed& query) {
  const auto blocks = blocks_of(query);
  Keys keys;
  add_shared(keys, query, blocks);
  const auto year = static_cast<std::uint64_t>(query.birth_year);
  if (query.has_full_birth_date()) {
    add_dated(keys, blocks, year, query.birth_month, query.birth_day);
    keys.push_back(key(Kind::birth_date, year * 10'000 + query.birth_day * 100ULL +
                                             query.birth_month));
  }
  for (const auto word : blocks.words) keys.push_back(key(Kind::undated_word, word));
  if (!query.has_full_birth_date() || blocks.rare_pair)
    keys.insert(keys.end(), blocks.pairs.begin(), blocks.pairs.end());
  if (!query.has_full_birth_date() || !text_of(query.national_insurance).empty())
    for (const auto word : blocks.rare) keys.push_back(key(Kind::rare_word, word));
  keys.insert(keys.end(), blocks.together.begin(), blocks.together.end());
  make_unique(keys);
  return keys;
}

}  // namespace badgewatch::match
