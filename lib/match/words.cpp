#include "match/words.hpp"

#include <algorithm>
#include <bit>

namespace badgewatch::match {

bool is_one_edit_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t first = 0;
  while (first < a.size() && a[first] == b[first])
    ++first;
  if (a.size() < b.size()) return a.substr(first) == b.substr(first + 1);
  if (first == a.size()) return false;
  if (a.substr(first + 1) == b.substr(first + 1)) return true;
  return first + 1 < a.size() && a[first] == b[first + 1] && a[first + 1] == b[first] &&
         a.substr(first + 2) == b.substr(first + 2);
}

namespace {

bool is_typo(const Word& a, const Word& b) {
  const auto shorter = std::min(a.text.size(), b.text.size());
  const auto longer = std::max(a.text.size(), b.text.size());
  if (shorter < shortest_typo || longer - shorter > 1) return false;
  // One edit changes at most two letters of the alphabet in use.
  if (std::popcount(a.facts.letters ^ b.facts.letters) > 2) return false;
  return is_one_edit_apart(a.text, b.text);
}

// Two consonants say little by themselves.
bool is_nearly_as_long(const Word& a, const Word& b) {
  const auto shorter = std::min(a.text.size(), b.text.size());
  const auto longer = std::max(a.text.size(), b.text.size());
  return shorter >= shortest_typo && longer - shorter <= 1 && a.text[0] == b.text[0];
}

}  // namespace

Likeness likeness(const Word& a, const Word& b) {
  if (a.initial || b.initial) return a.text[0] == b.text[0] ? Likeness::initial : Likeness::none;
  const bool relative = a.facts.relatives != 0 && b.facts.relatives != 0 &&
                        are_relatives(a.facts.relatives, b.facts.relatives);
  // Equal words and spellings share a block: no other pair needs a closer look at them.
  if (a.facts.block != b.facts.block) {
    if (relative) return Likeness::relative;
    return is_typo(a, b) ? Likeness::typo : Likeness::none;
  }
  if (a.text == b.text) return Likeness::same;
  if (a.facts.spelling != 0 && a.facts.spelling == b.facts.spelling)
    return a.facts.doubtful || b.facts.doubtful ? Likeness::doubtful : Likeness::spelling;
  // The same consonants and one vowel that differs, or none that is heard.
  const bool two_names = a.facts.spelling != 0 && b.facts.spelling != 0;
  const bool typo = is_typo(a, b);
  if (!two_names && (typo || a.facts.reading == b.facts.reading)) return Likeness::doubtful;
  if (relative) return Likeness::relative;
  if (typo) return Likeness::typo;
  // What are spellings of two names is known to be no spelling of one.
  if (two_names) return Likeness::none;
  return (a.facts.sounds && b.facts.sounds) || is_nearly_as_long(a, b) ? Likeness::sound
                                                                       : Likeness::none;
}

bool is_run_together(const Word& first, const Word& second, const Word& whole) {
  const auto parted = whole.text.size() == first.text.size() + second.text.size() &&
                      whole.text.starts_with(first.text) && whole.text.ends_with(second.text);
  if (parted || !whole.facts.splits) return parted;
  const auto& splits = splits_of(whole.facts.spelling);
  const Split split{first.facts.block, second.facts.block};
  return std::find(splits.begin(), splits.end(), split) != splits.end();
}

namespace {

// Levenshtein's distance, by the diagonals that two edits can reach.
bool is_two_edits_apart(std::string_view a, std::string_view b) {
  constexpr unsigned most = 2;
  std::array<unsigned, longest_word + 2> row{};
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    unsigned diagonal = row[0];
    unsigned least = row[0] = static_cast<unsigned>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const unsigned replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
      least = std::min(least, row[j]);
    }
    if (least > most) return false;
  }
  return row[b.size()] <= most;
}

}  // namespace

bool is_much_like(const Word& a, const Word& b) {
  constexpr std::size_t shortest_beginning = 3;
  constexpr std::size_t shortest_for_two_edits = 6;
  if (a.initial || b.initial) return false;
  const auto& shorter = a.text.size() <= b.text.size() ? a.text : b.text;
  const auto& longer = a.text.size() <= b.text.size() ? b.text : a.text;
  if (shorter.size() >= shortest_beginning && longer.starts_with(shorter)) return true;
  if (longer.size() < shortest_for_two_edits || longer.size() - shorter.size() > 2) return false;
  // Two edits change at most four letters of the alphabet in use.
  if (std::popcount(a.facts.letters ^ b.facts.letters) > 4) return false;
  return is_two_edits_apart(shorter, longer);
}

}  // namespace badgewatch::match
