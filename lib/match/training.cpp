#include "match/training.hpp"

#include "match/hash.hpp"

#include <cmath>
#include <unordered_map>

namespace badgewatch::match {

namespace {

constexpr std::size_t drawn_pairs = 2'000'000;
constexpr int rounds = 100;

struct Line {
  Sentence level;
  const char* weight;
};
// Where a level's number stands.
constexpr std::array lines{Line{Sentence::birth_same, "born_same"},
                           Line{Sentence::birth_same_default, "born_same_default"},
                           Line{Sentence::birth_swapped, "born_swapped"},
                           Line{Sentence::birth_nearly, "born_nearly"},
                           Line{Sentence::birth_year_default, "born_same_year_default"},
                           Line{Sentence::birth_differs, "born_differs"},
                           Line{Sentence::insurance_same, "insurance_same"},
                           Line{Sentence::insurance_nearly, "insurance_nearly"},
                           Line{Sentence::insurance_differs, "insurance_differs"},
                           Line{Sentence::licence_same, "licence_same"},
                           Line{Sentence::licence_nearly, "licence_nearly"},
                           Line{Sentence::licence_differs, "licence_differs"},
                           Line{Sentence::address_same, "same_house"},
                           Line{Sentence::address_house_nearly, "same_house_nearly"},
                           Line{Sentence::address_postcode, "same_postcode"},
                           Line{Sentence::address_sector, "same_sector"},
                           Line{Sentence::address_district, "same_district"},
                           Line{Sentence::address_area, "same_area"},
                           Line{Sentence::address_region, "same_region"},
                           Line{Sentence::address_elsewhere, "another_area"}};

template <class Packed>
std::uint64_t text_key(const Packed& packed) {
  return packed.empty() ? 0 : hash64(41, packed.view());
}

std::uint64_t birth_key(const Birthday& born) {
  return born.is_whole() ? mix(static_cast<std::uint64_t>(born.year), born.month * 32U + born.day)
                         : 0;
}

double total(const std::map<Sentence, double>& counts) {
  double sum = 0;
  for (const auto& [level, count] : counts)
    sum += count;
  return sum;
}

double of(const std::map<Sentence, double>& counts, Sentence level) {
  const auto found = counts.find(level);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

Training::Training(const std::vector<Profile>& a, const std::vector<Profile>& b) : a_(a), b_(b) {
  if (a.empty() || b.empty()) return;
  draw_strangers();
  for (const auto by : {insurance, licence, born, address}) {
    Block block{by, {}, {}, {}};
    fill(block);
    maximise(block);
    blocks_.push_back(std::move(block));
  }
}

Training::Pattern Training::pattern_of(const Profile& a, const Profile& b) const {
  const auto& ours = a.data();
  const auto& theirs = b.data();
  const auto level = [](const Finding& finding) {
    return finding.verdict == Verdict::missing ? Sentence::none : finding.sentence;
  };
  return {level(compare_names(ours.names(), theirs.names())),
          level(compare_births(ours.details, theirs.details)),
          level(compare_insurance_numbers(ours.details, theirs.details)),
          level(compare_licences(ours.details, theirs.details)),
          level(compare_addresses(ours.places, theirs.places))};
}

// Two people taken by chance are hardly ever one.
void Training::draw_strangers() {
  std::uint64_t state = 1;
  for (std::size_t i = 0; i < drawn_pairs; ++i) {
    state = mix(state, i);
    const auto& a = a_[state % a_.size()];
    const auto& b = b_[(state >> 32) % b_.size()];
    const auto pattern = pattern_of(a, b);
    for (std::size_t field = 0; field < fields; ++field)
      if (pattern[field] != Sentence::none) strangers_[field][pattern[field]] += 1;
  }
  for (auto& field : strangers_)
    if (const auto all = total(field); all > 0)
      for (auto& [level, count] : field)
        count /= all;
}

void Training::fill(Block& block) {
  const auto key_of = [&](const Profile& profile) -> std::uint64_t {
    const auto& details = profile.data().details;
    switch (block.by) {
      case insurance:
        return text_key(details.insurance);
      case licence:
        return text_key(details.licence);
      case born:
        return birth_key(details.born);
      default:
        return text_key(details.place.postcode);
    }
  };
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> filed;
  for (std::size_t i = 0; i < a_.size(); ++i)
    if (const auto key = key_of(a_[i]); key != 0) filed[key].push_back(i);
  for (const auto& one : b_) {
    const auto found = filed.find(key_of(one));
    if (found == filed.end()) continue;
    for (const auto i : found->second)
      block.patterns[pattern_of(a_[i], one)] += 1;
  }
}

double Training::share_among_strangers(Field field, Sentence level) const {
  const double least = 0.5 / static_cast<double>(drawn_pairs);
  return std::max(least, of(strangers_[field], level));
}

// The share of pairs of one person, and m of every field but the block's own, by turns with the
// chance of each pair to be one person.
void Training::maximise(Block& block) const {
  Shares m = strangers_;
  const auto agreeing = [](Sentence level) {
    return level == Sentence::names_same || level == Sentence::names_spelling ||
           level == Sentence::names_similar || level == Sentence::birth_same ||
           level == Sentence::birth_same_default || level == Sentence::insurance_same ||
           level == Sentence::licence_same || level == Sentence::address_same;
  };
  for (auto& field : m)
    for (auto& [level, share] : field)
      share = agreeing(level) ? 0.5 : 0.1;
  double one_person = 0.5;
  for (int round = 0; round < rounds; ++round) {
    block.expected = {};
    block.strangers.clear();
    double ones = 0;
    double all = 0;
    for (const auto& [pattern, count] : block.patterns) {
      double odds = one_person / (1 - one_person);
      for (std::size_t field = 0; field < fields; ++field) {
        if (field == block.by || pattern[field] == Sentence::none) continue;
        odds *= std::max(1e-6, of(m[field], pattern[field])) /
                share_among_strangers(static_cast<Field>(field), pattern[field]);
      }
      const double chance = odds / (1 + odds);
      ones += chance * count;
      all += count;
      for (std::size_t field = 0; field < fields; ++field)
        if (field != block.by && pattern[field] != Sentence::none)
          block.expected[field][pattern[field]] += chance * count;
      block.strangers[pattern[block.by]] += (1 - chance) * count;
    }
    if (all == 0) return;
    one_person = std::min(1 - 1e-6, std::max(1e-6, ones / all));
    for (std::size_t field = 0; field < fields; ++field) {
      m[field] = block.expected[field];
      const auto known = total(m[field]);
      for (auto& [level, share] : m[field])
        share /= std::max(1e-9, known);
    }
  }
}

std::vector<Level> Training::levels() const {
  const auto pairs = static_cast<double>(a_.size()) * static_cast<double>(b_.size());
  std::vector<Level> levels;
  for (const auto& line : lines) {
    for (const auto field : {born, insurance, licence, address}) {
      double at_level = 0;
      double known = 0;
      double strangers = -1;
      for (const auto& block : blocks_) {
        if (block.by == field) {
          const auto found = block.strangers.find(line.level);
          if (found != block.strangers.end()) strangers = found->second;
          continue;
        }
        // Who shares a birth date or a postcode and a name is often a namesake or a relative: only
        // numbers bring together pairs of which most are one person.
        if (block.by != insurance && block.by != licence) continue;
        at_level += of(block.expected[field], line.level);
        known += total(block.expected[field]);
      }
      if (at_level == 0) continue;
      // What is too rare to be drawn by chance is all in its block.
      const double u =
          strangers >= 0 ? (strangers + 0.5) / pairs : share_among_strangers(field, line.level);
      levels.push_back({line.weight, at_level / known, u, at_level});
    }
  }
  return levels;
}

}  // namespace badgewatch::match
