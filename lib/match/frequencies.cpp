#include "match/frequencies.hpp"

#include "match/hash.hpp"
#include "match/known_words.hpp"
#include "match/name_tables.hpp"
#include "match/profile.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <vector>

namespace badgewatch::match {

namespace {

// Of words that the built-in table does not name. Names are more alike within one language than a
// table of a whole country shows, so it is no less.
constexpr double rare_per_million = 150;
// Numbers of a table have this step, so that a table read again gives the same weights.
constexpr double step = 0.01;
constexpr double built_in_people = 2'000;
constexpr std::string_view every_other = "*";
// Of a word with few bearers nobody knows how it comes together with others: as if so many more had
// borne it and come together as usual.
constexpr double unknown_bearers = 20;
constexpr double least_share = 0.1;
// Words that more people bear come together with everything, and hide how the others do.
constexpr double rare_companion = 0.005;

// A line of the table.
struct Entry {
  double per_million = 0;
  // How much of what the word says is left beside another word of the same name.
  double share = weights::further_word;
};
using Entries = std::map<std::string, Entry, std::less<>>;

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

core::Error malformed() {
  return {core::Errc::malformed, "A line is not a word, a number and perhaps a share."};
}

// Takes a number of more than 0 and at most `most` from the front, and the space before it.
std::optional<double> take_number(std::string_view& text, double most) {
  double number = 0;
  if (!text.starts_with(' ')) return {};
  text.remove_prefix(1);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || !(number > 0) || number > most) return {};
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  return number;
}

core::Result<Entries> parsed(std::string_view text) {
  Entries table;
  while (!text.empty()) {
    auto line = take_line(text);
    if (line.empty() || line.front() == '#') continue;
    const auto word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    const auto per_million = take_number(line, 1e6);
    if (word.empty() || !per_million) return malformed();
    Entry entry{*per_million};
    if (!line.empty()) {
      const auto share = take_number(line, 1);
      if (!share || !line.empty()) return malformed();
      entry.share = *share;
    }
    table.insert_or_assign(std::string(word), entry);
  }
  table.try_emplace(std::string(every_other), Entry{rare_per_million});
  return table;
}

}  // namespace

struct Frequencies::Table {
  explicit Table(Entries all) : entries(std::move(all)) {
    rare = entries.find(every_other)->second;
    std::unordered_map<std::uint16_t, double> families;
    std::unordered_map<std::string_view, WordFacts> known;
    each_family_word([&](std::string_view word, const WordFacts& of_word) {
      known[word] = of_word;
      if (of_word.spelling != 0) families[of_word.spelling] += named(word);
    });
    for (const auto& [word, entry] : entries)
      if (!known.contains(word)) known[word] = family_facts_of(word);
    facts.reserve(known.size());
    for (auto& [word, of_word] : known) {
      weigh(of_word, entry_of(word));
      if (of_word.spelling != 0)
        of_word.family = bits_of(std::clamp(families[of_word.spelling], rare.per_million, 1e6));
      facts.add(word, of_word);
    }
    fingerprint = hash32(32, text());
  }

  std::string text() const {
    std::string made = "# format: badgewatch-name-frequencies/1\n";
    std::array<char, 96> line{};
    for (const auto& [word, entry] : entries) {
      const auto length =
          std::snprintf(line.data(), line.size(), " %.2f %.2f\n", entry.per_million, entry.share);
      made.append(word).append(line.data(), static_cast<std::size_t>(length));
    }
    return made;
  }

  static void weigh(WordFacts& facts, const Entry& entry) {
    facts.weight = facts.family = bits_of(entry.per_million);
    facts.further = static_cast<std::uint8_t>(std::lround(64 * entry.share));
  }

  const Entry& entry_of(std::string_view word) const {
    const auto found = entries.find(word);
    return found == entries.end() ? rare : found->second;
  }

  // A spelling that the table does not name is one of many that hardly anybody uses.
  double named(std::string_view word) const {
    const auto found = entries.find(word);
    return found == entries.end() ? 0 : found->second.per_million;
  }

  Entries entries;
  Entry rare;
  std::uint32_t fingerprint = 0;
  KnownWords facts;
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
  return table_->text();
}

std::uint32_t Frequencies::fingerprint() const {
  return table_->fingerprint;
}

std::size_t Frequencies::words() const {
  return table_->entries.size() - 1;
}

WordFacts Frequencies::facts_of(std::string_view word) const {
  if (const auto* known = table_->facts.find(word); known != nullptr) return *known;
  auto facts = family_facts_of(word);
  Table::weigh(facts, table_->rare);
  return facts;
}

namespace {

// A word alone, or beside another, says so many bits.
bool says_another(const Entry& a, const Entry& b) {
  constexpr double half_a_bit = 0.5;
  const auto bits = [](const Entry& entry) { return std::log2(1e6 / entry.per_million); };
  return std::abs(bits(a) - bits(b)) >= half_a_bit ||
         std::abs(bits(a) * a.share - bits(b) * b.share) >= half_a_bit;
}

}  // namespace

double share_that_differs(const Frequencies& in_force, const Frequencies& learnt) {
  const auto& before = *in_force.table_;
  const auto& after = *learnt.table_;
  if (says_another(before.rare, after.rare)) return 1;
  double all = 0;
  double differing = 0;
  for (const auto& [word, entry] : after.entries) {
    if (word == every_other) continue;
    all += entry.per_million;
    if (says_another(before.entry_of(word), entry)) differing += entry.per_million;
  }
  return all > 0 ? differing / all : 0;
}

bool differs_materially(const Frequencies& in_force, const Frequencies& learnt) {
  constexpr double material = 0.01;
  return share_that_differs(in_force, learnt) >= material;
}

void FrequencyCount::add(const Profile& profile) {
  std::vector<std::uint32_t> words;
  for (const auto& word : profile.data().words)
    if (!word.initial) words.push_back(number_of(word.text));
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (const auto word : words) {
    ++bearers_[word];
    for (const auto other : words)
      if (other != word) ++together_[std::uint64_t{word} << 32 | other];
  }
  ++people_;
}

std::uint32_t FrequencyCount::number_of(std::string_view word) {
  const auto [place, is_new] =
      numbers_.try_emplace(std::string(word), static_cast<std::uint32_t>(bearers_.size()));
  if (is_new) bearers_.push_back(0);
  return place->second;
}

// How much likelier two people who share a word are to share another one than two others are: of
// the other words of a word's bearers, the share that a second bearer has, over the share of all
// people. What is left of a word beside another is what that does not explain.
std::vector<double> FrequencyCount::shares() const {
  std::vector<double> second_bearers(bearers_.size());
  std::vector<double> anybody(bearers_.size());
  for (const auto& [pair, count] : together_) {
    const auto word = static_cast<std::uint32_t>(pair >> 32);
    const auto other = static_cast<std::uint32_t>(pair);
    const auto share = static_cast<double>(bearers_[other]) / static_cast<double>(people_);
    if (bearers_[word] < 2 || share > rare_companion) continue;
    second_bearers[word] += count * (count - 1.0) / (bearers_[word] - 1.0);
    anybody[word] += count * share;
  }
  std::vector<double> shares(bearers_.size(), weights::further_word);
  for (std::size_t word = 0; word < bearers_.size(); ++word) {
    if (second_bearers[word] <= 0 || anybody[word] <= 0) continue;
    const double bits = std::log2(static_cast<double>(people_) / bearers_[word]);
    const double explained = std::log2(second_bearers[word] / anybody[word]);
    const double left = std::clamp((bits - explained) / bits, least_share, 1.0);
    const double known = bearers_[word];
    shares[word] =
        (known * left + unknown_bearers * weights::further_word) / (known + unknown_bearers);
  }
  return shares;
}

Frequencies FrequencyCount::learnt() const {
  return table_with(shares());
}

Frequencies FrequencyCount::learnt_from_duplicates() const {
  return table_with(std::vector<double>(bearers_.size(), weights::further_word));
}

Frequencies FrequencyCount::table_with(const std::vector<double>& left) const {
  const auto all = built_in_people + static_cast<double>(people_);
  const auto rounded = [](double value) { return std::max(step, std::round(value / step) * step); };
  const auto entry = [&](const Entry& built_in, double counted, double share) {
    return Entry{rounded((built_in_people * built_in.per_million + 1e6 * counted) / all),
                 rounded(share)};
  };
  Entries table;
  const auto known = std::move(parsed(frequencies_text)).value();
  const auto& rare = known.find(every_other)->second;
  for (const auto& [word, built_in] : known)
    table[word] = entry(built_in, 0, built_in.share);
  for (const auto& [word, number] : numbers_) {
    const auto found = known.find(word);
    table[word] =
        entry(found == known.end() ? rare : found->second, bearers_[number], left[number]);
  }
  return Frequencies(std::make_shared<const Frequencies::Table>(std::move(table)));
}

}  // namespace badgewatch::match
