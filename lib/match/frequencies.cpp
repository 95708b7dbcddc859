#include "match/frequencies.hpp"

#include "match/hash.hpp"
#include "match/name_tables.hpp"
#include "match/profile.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <vector>

namespace badgewatch::match {

namespace {

// Of words that the built-in table does not name. Names are more alike within one language than a
// table of a whole country shows, so it is no less.
constexpr double rare_per_million = 200;
// Numbers of a table have this step, so that a table read again gives the same weights.
constexpr double step = 0.01;
constexpr double built_in_people = 2'000;
constexpr std::string_view every_other = "*";

using PerMillion = std::map<std::string, double, std::less<>>;

std::uint8_t bits_of(double per_million) {
  const auto quarters = std::lround(4 * std::log2(1e6 / std::max(per_million, step)));
  return static_cast<std::uint8_t>(std::clamp(quarters, 0L, 255L));
}

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

core::Result<PerMillion> parsed(std::string_view text) {
  PerMillion table;
  while (!text.empty()) {
    const auto line = take_line(text);
    if (line.empty() || line.front() == '#') continue;
    const auto space = line.find(' ');
    double number = 0;
    const auto* const end = line.data() + line.size();
    if (space == 0 || space == std::string_view::npos)
      return core::Error(core::Errc::malformed, "A line is not a word and a number.");
    const auto read = std::from_chars(line.data() + space + 1, end, number);
    if (read.ec != std::errc() || read.ptr != end || !(number > 0) || number > 1e6)
      return core::Error(core::Errc::malformed, "A line is not a word and a number.");
    table.insert_or_assign(std::string(line.substr(0, space)), number);
  }
  table.try_emplace(std::string(every_other), rare_per_million);
  return table;
}

}  // namespace

struct Frequencies::Table {
  explicit Table(PerMillion shares) : per_million(std::move(shares)) {
    rare = per_million.find(every_other)->second;
    std::unordered_map<std::uint16_t, double> families;
    each_family_word([&](std::string_view word, const WordFacts& known) {
      facts[std::string(word)] = known;
      if (known.spelling != 0) families[known.spelling] += share_of(word);
    });
    for (const auto& [word, share] : per_million)
      facts.try_emplace(word, family_facts_of(word));
    for (auto& [word, known] : facts) {
      known.weight = bits_of(share_of(word));
      known.family =
          known.spelling == 0 ? known.weight : bits_of(std::min(1e6, families[known.spelling]));
    }
  }

  double share_of(std::string_view word) const {
    const auto found = per_million.find(word);
    return found == per_million.end() ? rare : found->second;
  }

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return hash64(31, word); }
  };

  PerMillion per_million;
  double rare = rare_per_million;
  std::unordered_map<std::string, WordFacts, Hash, std::equal_to<>> facts;
};

const Frequencies& Frequencies::built_in() {
  static const Frequencies made(
      std::make_shared<const Table>(std::move(parsed(frequencies_text)).value()));
  return made;
}

core::Result<Frequencies> Frequencies::read(std::string_view text) {
  auto table = parsed(text);
  if (!table) return table.error();
  return Frequencies(std::make_shared<const Table>(std::move(*table)));
}

std::string Frequencies::text() const {
  std::string made = "# format: badgewatch-name-frequencies/1\n";
  for (const auto& [word, share] : table_->per_million) {
    std::array<char, 32> number{};
    const auto end = std::to_chars(number.data(), number.data() + number.size(), share,
                                   std::chars_format::fixed, 2);
    made.append(word).append(1, ' ').append(number.data(), end.ptr).append(1, '\n');
  }
  return made;
}

std::uint32_t Frequencies::fingerprint() const {
  return hash32(32, text());
}

WordFacts Frequencies::facts_of(std::string_view word) const {
  const auto found = table_->facts.find(word);
  if (found != table_->facts.end()) return found->second;
  auto facts = family_facts_of(word);
  facts.weight = facts.family = bits_of(table_->rare);
  return facts;
}

void FrequencyCount::add(const Profile& profile) {
  std::set<std::string_view> words;
  for (const auto& word : profile.data().words)
    if (!word.initial) words.insert(word.text);
  for (const auto word : words)
    ++bearers_[std::string(word)];
  ++people_;
}

Frequencies FrequencyCount::learnt() const {
  const auto all = built_in_people + static_cast<double>(people_);
  const auto share = [&](double built_in, double counted) {
    const auto per_million = (built_in_people * built_in + 1e6 * counted) / all;
    return std::max(step, std::round(per_million / step) * step);
  };
  PerMillion table;
  const auto known = std::move(parsed(frequencies_text)).value();
  for (const auto& [word, built_in] : known)
    table[word] = share(built_in, 0);
  for (const auto& [word, bearers] : bearers_) {
    const auto found = known.find(word);
    table[word] = share(found == known.end() ? rare_per_million : found->second, bearers);
  }
  return Frequencies(std::make_shared<const Frequencies::Table>(std::move(table)));
}

}  // namespace badgewatch::match
