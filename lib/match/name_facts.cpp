#include "match/hash.hpp"
#include "match/name_tables.hpp"

#include <algorithm>
#include <numeric>
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
    read_relatives();
    for (auto& [word, facts] : facts_)
      complete(word, facts);
    find_splits();
    for (const auto& one : relatives_) {
      auto& blocks = relatives_blocks_.emplace_back();
      for (const auto other : one)
        blocks.push_back(facts_[names_[other]].block);
      std::sort(blocks.begin(), blocks.end());
      blocks.erase(std::unique(blocks.begin(), blocks.end()), blocks.end());
    }
  }

  WordFacts of(std::string_view word) const {
    const auto found = facts_.find(word);
    if (found != facts_.end()) return found->second;
    WordFacts facts;
    complete(word, facts);
    return facts;
  }
  const std::unordered_map<std::string_view, WordFacts>& all() const { return facts_; }

  const std::vector<Split>& splits_of(std::uint16_t related) const { return in(splits_, related); }
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

  static void complete(std::string_view word, WordFacts& facts) {
    const auto consonants = skeleton(word);
    facts.sounds = consonants.size() >= shortest_telling_skeleton;
    facts.block = facts.related != 0 ? hash32(facts.related, "family") : hash32(0, consonants);
    for (const char c : word)
      if (c >= 'a' && c <= 'z') facts.letters |= 1U << (c - 'a');
  }

  // A word of a family that is two words of other families, one behind the other.
  void find_splits() {
    for (const auto& [word, facts] : facts_) {
      if (facts.related == 0) continue;
      for (std::size_t at = 3; at + 3 <= word.size(); ++at) {
        const auto first = facts_.find(word.substr(0, at));
        const auto second = facts_.find(word.substr(at));
        if (first == facts_.end() || second == facts_.end()) continue;
        if (first->second.related == 0 || second->second.related == 0) continue;
        const Split split{first->second.block, second->second.block};
        add_once(splits_[facts.related], split);
        add_once(joined_[split.number()], facts.block);
      }
    }
    for (auto& [word, facts] : facts_)
      facts.splits = splits_.contains(facts.related);
  }

  template <class T>
  static void add_once(std::vector<T>& known, const T& one) {
    if (std::find(known.begin(), known.end(), one) == known.end()) known.push_back(one);
  }

  void read() {
    std::uint16_t next = 1;
    std::vector<std::vector<std::string_view>> groups;
    for (auto text = families_text; !text.empty();) {
      auto line = take(text, '\n');
      const auto relation = take(line, ' ');
      if (relation.empty()) continue;
      std::vector<std::string_view> words;
      while (!line.empty())
        words.push_back(take(line, ' '));
      for (const auto word : words) {
        auto& facts = facts_[word];
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
      while (parent[of] != of)
        of = parent[of] = parent[parent[of]];
      return of;
    };
    for (std::size_t group = 0; group < groups.size(); ++group) {
      const auto own = static_cast<std::uint16_t>(group + 1);
      for (const auto word : groups[group]) {
        auto& facts = facts_[word];
        if (facts.related != 0) parent[root(own)] = root(facts.related);
        facts.related = own;
      }
    }
    for (auto& [word, facts] : facts_)
      if (facts.related != 0) facts.related = root(facts.related);
  }

  // "abigail: abby gail": both ways.
  void read_relatives() {
    relatives_.emplace_back();
    names_.emplace_back();
    const auto place = [&](std::string_view word) {
      auto& facts = facts_[word];
      if (facts.relatives == 0) {
        facts.relatives = static_cast<std::uint16_t>(names_.size());
        names_.push_back(word);
        relatives_.emplace_back();
      }
      return facts.relatives;
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
    for (auto& each : relatives_)
      std::sort(each.begin(), each.end());
  }

  std::unordered_map<std::string_view, WordFacts> facts_;
  std::vector<std::string_view> names_;  // those that have relatives, the first is none
  std::vector<std::vector<std::uint16_t>> relatives_;
  std::vector<std::vector<std::uint32_t>> relatives_blocks_;
  std::unordered_map<std::uint16_t, std::vector<Split>> splits_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> joined_;
};

const Families& families() {
  static const Families made;
  return made;
}

char confused_with(char c) {
  switch (c) {
    case 'c':
    case 'q':
      return 'k';
    case 'z':
    case 'x':
      return 's';
    case 'v':
      return 'b';
    case 'p':
      return 'f';
    case 'd':
      return 't';
    case 'j':
      return 'g';
    default:
      return c;
  }
}

bool is_dropped(char c) {
  return std::string_view("aeiouyhw").find(c) != std::string_view::npos;
}

}  // namespace

const std::vector<std::uint32_t>& joined_from(const Split& split) {
  return families().joined_from(split);
}

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

WordFacts family_facts_of(std::string_view word) {
  return families().of(word);
}

void each_family_word(const std::function<void(std::string_view, const WordFacts&)>& use) {
  for (const auto& [word, facts] : families().all())
    use(word, facts);
}

const std::vector<Split>& splits_of(std::uint16_t related) {
  return families().splits_of(related);
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
