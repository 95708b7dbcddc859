#include "match/hash.hpp"
#include "match/name_tables.hpp"
#include "match/sounds.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace badgewatch::match {

namespace {

// Shorter ones are shared by too many names: Khan, Kane, Quinn.
constexpr std::size_t shortest_telling_skeleton = 3;

// Takes the next line, or the next word of a line, from the front.
std::string_view take(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

class Families {
public:
  Families() {
    read();
    for (auto& [word, facts] : facts_)
      complete(word, facts);
    find_splits();
    read_relatives();
  }

  WordFacts of(std::string_view word) const {
    const auto found = facts_.find(word);
    if (found != facts_.end()) return found->second;
    WordFacts facts;
    complete(word, facts);
    return facts;
  }
  const std::unordered_map<std::string_view, WordFacts>& all() const { return facts_; }

  const std::vector<Split>& splits_of(std::uint16_t spelling) const {
    return in(splits_, spelling);
  }
  const std::vector<std::uint32_t>& joined_from(const Split& split) const {
    return in(joined_, split.number());
  }

  const std::vector<std::uint32_t>& blocks_of_relatives(std::uint16_t of) const {
    return relatives_blocks_[of];
  }
  bool are_relatives(std::uint16_t one, std::uint16_t other) const {
    return std::binary_search(relatives_[one].begin(), relatives_[one].end(), other);
  }

private:
  template <class Key, class T>
  static const std::vector<T>& in(const std::unordered_map<Key, std::vector<T>>& map, Key key) {
    static const std::vector<T> none;
    const auto found = map.find(key);
    return found == map.end() ? none : found->second;
  }

  // Words of no family are found by their consonants. So is a family whose spellings all have the
  // same; another has a block of its own, which is that of other words too that have the consonants
  // of its usual spelling, where only one family has these.
  void complete(std::string_view word, WordFacts& facts) const {
    const auto consonants = skeleton(word);
    facts.sounds = consonants.size() >= shortest_telling_skeleton;
    std::uint16_t family = facts.spelling;
    if (family == 0 && facts.sounds) {
      const auto found = by_consonants_.find(consonants);
      if (found != by_consonants_.end()) family = found->second;
    }
    const bool own = family != 0 && heads_[family].own_block;
    facts.block = own ? hash32(1, heads_[family].word) : hash32(0, consonants);
    facts.reading = hash32(0, reading(word));
    facts.letters = 0;
    for (const char c : word)
      if (c >= 'a' && c <= 'z') facts.letters |= 1U << (c - 'a');
  }

  // A word of a family that is two words of other families, one behind the other.
  void find_splits() {
    for (const auto& [word, facts] : facts_) {
      if (facts.spelling == 0) continue;
      for (std::size_t at = 3; at + 3 <= word.size(); ++at) {
        const auto first = facts_.find(word.substr(0, at));
        const auto second = facts_.find(word.substr(at));
        if (first == facts_.end() || second == facts_.end()) continue;
        if (first->second.spelling == 0 || second->second.spelling == 0) continue;
        const Split split{first->second.block, second->second.block};
        add_once(splits_[facts.spelling], split);
        add_once(joined_[split.number()], facts.block);
      }
    }
    for (auto& [word, facts] : facts_)
      facts.splits = splits_.contains(facts.spelling);
  }

  template <class T>
  static void add_once(std::vector<T>& known, const T& one) {
    if (std::find(known.begin(), known.end(), one) == known.end()) known.push_back(one);
  }

  // "mohammed muhammad ~mahomed": spellings of one name, doubtful ones marked.
  void read() {
    heads_.emplace_back();
    for (auto text = families_text; !text.empty();) {
      auto line = take(text, '\n');
      if (line.empty()) continue;
      const auto number = static_cast<std::uint16_t>(heads_.size());
      Head head{line.substr(0, line.find(' '))};
      const auto consonants = skeleton(head.word);
      head.own_block = consonants.size() < shortest_telling_skeleton;
      while (!line.empty()) {
        auto word = take(line, ' ');
        const bool doubtful = word.starts_with('~');
        if (doubtful) word.remove_prefix(1);
        head.own_block = head.own_block || skeleton(word) != consonants;
        auto& facts = facts_[word];
        facts.spelling = number;
        facts.doubtful = doubtful;
      }
      const auto [known, is_new] = by_consonants_.try_emplace(consonants, number);
      if (!is_new) known->second = 0;
      heads_.push_back(head);
    }
  }

  // "abigail: abby gail": both ways, and for every spelling of each.
  void read_relatives() {
    relatives_.emplace_back();
    relatives_blocks_.emplace_back();
    std::vector<std::uint32_t> blocks{0};
    std::unordered_map<std::string_view, std::uint16_t> places;
    const auto place = [&](std::string_view word) {
      auto& facts = facts_[word];
      const auto name = facts.spelling == 0 ? word : heads_[facts.spelling].word;
      const auto [found, is_new] =
          places.try_emplace(name, static_cast<std::uint16_t>(relatives_.size()));
      if (is_new) {
        complete(word, facts);
        blocks.push_back(facts.block);
        relatives_.emplace_back();
      }
      facts.relatives = found->second;
      return found->second;
    };
    for (auto text = relatives_text; !text.empty();) {
      auto line = take(text, '\n');
      auto name = take(line, ' ');
      if (name.empty()) continue;
      name.remove_suffix(1);
      const auto one = place(name);
      while (!line.empty()) {
        const auto other = place(take(line, ' '));
        relatives_[one].push_back(other);
        relatives_[other].push_back(one);
      }
    }
    for (auto& [word, facts] : facts_) {
      if (facts.spelling == 0) continue;
      const auto found = places.find(heads_[facts.spelling].word);
      if (found != places.end()) facts.relatives = found->second;
    }
    for (auto& each : relatives_)
      std::sort(each.begin(), each.end());
    relatives_blocks_.resize(relatives_.size());
    for (std::size_t one = 0; one < relatives_.size(); ++one) {
      for (const auto other : relatives_[one])
        relatives_blocks_[one].push_back(blocks[other]);
      std::sort(relatives_blocks_[one].begin(), relatives_blocks_[one].end());
      relatives_blocks_[one].erase(
          std::unique(relatives_blocks_[one].begin(), relatives_blocks_[one].end()),
          relatives_blocks_[one].end());
    }
  }

  struct Head {
    std::string_view word;   // the usual spelling
    bool own_block = false;  // its spellings have not the same consonants
  };

  std::unordered_map<std::string_view, WordFacts> facts_;
  std::vector<Head> heads_;  // by family, the first is none
  // Whose usual spelling has them; 0 where several have.
  std::unordered_map<std::string, std::uint16_t> by_consonants_;
  // By WordFacts::relatives, the first is none.
  std::vector<std::vector<std::uint16_t>> relatives_;
  std::vector<std::vector<std::uint32_t>> relatives_blocks_;
  std::unordered_map<std::uint16_t, std::vector<Split>> splits_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> joined_;
};

const Families& families() {
  static const Families made;
  return made;
}

}  // namespace

const std::vector<std::uint32_t>& joined_from(const Split& split) {
  return families().joined_from(split);
}

WordFacts family_facts_of(std::string_view word) {
  return families().of(word);
}

void each_family_word(const std::function<void(std::string_view, const WordFacts&)>& use) {
  for (const auto& [word, facts] : families().all())
    use(word, facts);
}

const std::vector<Split>& splits_of(std::uint16_t spelling) {
  return families().splits_of(spelling);
}

const std::vector<std::uint32_t>& blocks_of_relatives(std::uint16_t relatives) {
  return families().blocks_of_relatives(relatives);
}

bool are_relatives(std::uint16_t one, std::uint16_t other) {
  return families().are_relatives(one, other);
}

std::uint32_t families_fingerprint() {
  return hash32(hash32(1, families_text), relatives_text);
}

}  // namespace badgewatch::match
