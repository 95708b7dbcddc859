#include "match/name_tables.hpp"

#include "match/hash.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <vector>

namespace badgewatch::match {

namespace {

// Words that are in no table are rarer than any that is.
constexpr double rare_per_million = 150;

// Takes the next line, or the next word of a line, from the front.
std::string_view take(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

std::uint8_t weight_of(double per_million) {
  return static_cast<std::uint8_t>(std::lround(4 * std::log2(1e6 / per_million)));
}

class Tables {
 public:
  Tables() {
    read_families();
    read_frequencies();
    for (auto& [word, facts] : facts_) facts.block = block_of(word, facts);
  }

  WordFacts of(std::string_view word) const {
    const auto found = facts_.find(word);
    if (found != facts_.end()) return found->second;
    WordFacts facts;
    facts.weight = weight_of(rare_per_million);
    facts.block = block_of(word, facts);
    return facts;
  }

 private:
  static std::uint32_t block_of(std::string_view word, const WordFacts& facts) {
    if (facts.related != 0) return hash32(facts.related, "family");
    return hash32(0, skeleton(word));
  }

  WordFacts& fact(std::string_view word) {
    const auto [place, is_new] = facts_.try_emplace(word);
    if (is_new) place->second.weight = weight_of(rare_per_million);
    return place->second;
  }

  void read_families() {
    std::uint16_t next = 1;
    std::vector<std::vector<std::string_view>> groups;
    for (auto text = families_text; !text.empty();) {
      auto line = take(text, '\n');
      const auto relation = take(line, ' ');
      if (relation.empty()) continue;
      std::vector<std::string_view> words;
      while (!line.empty()) words.push_back(take(line, ' '));
      for (const auto word : words) {
        auto& facts = fact(word);
        if (relation == "spelling" && facts.spelling == 0) facts.spelling = next;
      }
      if (relation == "spelling") ++next;
      groups.push_back(std::move(words));
    }
    join(groups);
  }

  // Families that share a word are blocked as one.
  void join(const std::vector<std::vector<std::string_view>>& groups) {
    std::vector<std::uint16_t> parent(groups.size() + 1);
    std::iota(parent.begin(), parent.end(), std::uint16_t{0});
    const auto root = [&](std::uint16_t of) {
      while (parent[of] != of) of = parent[of] = parent[parent[of]];
      return of;
    };
    for (std::size_t group = 0; group < groups.size(); ++group) {
      const auto own = static_cast<std::uint16_t>(group + 1);
      for (const auto word : groups[group]) {
        auto& facts = fact(word);
        if (facts.related != 0) parent[root(own)] = root(facts.related);
        facts.related = own;
      }
    }
    for (auto& [word, facts] : facts_)
      if (facts.related != 0) facts.related = root(facts.related);
  }

  void read_frequencies() {
    for (auto text = frequencies_text; !text.empty();) {
      auto line = take(text, '\n');
      const auto word = take(line, ' ');
      double per_million = 0;
      std::from_chars(line.data(), line.data() + line.size(), per_million);
      if (!word.empty() && per_million > 0)
        fact(word).weight = weight_of(std::max(per_million, rare_per_million));
    }
  }

  std::unordered_map<std::string_view, WordFacts> facts_;
};

char confused_with(char c) {
  switch (c) {
    case 'c':
    case 'q': return 'k';
    case 'z':
    case 'x': return 's';
    case 'v': return 'b';
    case 'p': return 'f';
    case 'd': return 't';
    case 'j': return 'g';
    default: return c;
  }
}

bool is_dropped(char c) {
  return std::string_view("aeiouyhw").find(c) != std::string_view::npos;
}

}  // namespace

std::string skeleton(std::string_view word) {
  std::string made;
  for (const char c : word) {
    if (is_dropped(c)) {
      if (made.empty()) made += 'a';
      continue;
    }
    const char written = confused_with(c);
    if (made.empty() || made.back() != written) made += written;
  }
  return made;
}

WordFacts facts_of(std::string_view word) {
  static const Tables tables;
  return tables.of(word);
}

std::uint32_t tables_fingerprint() {
  return hash32(hash32(1, families_text), frequencies_text);
}

}  // namespace badgewatch::match
