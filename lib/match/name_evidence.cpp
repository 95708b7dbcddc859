#include "match/evidence.hpp"
#include "match/words.hpp"

#include <algorithm>
#include <cmath>

namespace badgewatch::match {

namespace {

constexpr double most_weight = 18;       // of all words together
constexpr double word_against_word = -4;  // a word on each side that nothing on the other answers
constexpr double nothing_agrees = -10;

double bits(const Word& word) {
  return word.facts.weight / 4.0;
}

double weight_of(Likeness likeness, const Word& a, const Word& b) {
  const double rarer = std::max(bits(a), bits(b));
  const double commoner = std::min(bits(a), bits(b));
  switch (likeness) {
    case Likeness::same: return rarer;
    case Likeness::spelling: return commoner - 1;
    case Likeness::related: return std::max(1.0, commoner - 2.5);
    case Likeness::typo: return std::max(1.0, commoner - 3);
    case Likeness::initial: return 1;
    case Likeness::none: return 0;
  }
  return 0;
}

struct Alignment {
  double weight = 0;
  std::size_t whole = 0;    // words that agree as one name
  std::size_t similar = 0;  // words that agree by a typing error or a short form
  std::size_t initials = 0;
  std::size_t against = 0;  // words on both sides that nothing answers
  std::size_t words = 0;    // of the shorter name, particles left out
  bool spelling = false;
  std::string_view ours;
  std::string_view theirs;

  std::size_t aligned() const { return whole + similar + initials; }
};

std::size_t words_that_count(const WordList& name) {
  const auto particles = std::count_if(name.word.begin(), name.word.begin() + std::ptrdiff_t(name.count),
                                       [](const Word& word) { return word.particle; });
  return name.count - static_cast<std::size_t>(particles);
}

void note_pair(Alignment& made, Likeness best, const Word& a, const Word& b) {
  made.weight += weight_of(best, a, b);
  if (best == Likeness::same || best == Likeness::spelling)
    ++made.whole;
  else if (best == Likeness::initial)
    ++made.initials;
  else
    ++made.similar;
  if (best == Likeness::same || best == Likeness::initial) return;
  made.spelling = made.spelling || best == Likeness::spelling;
  made.ours = a.text;
  made.theirs = b.text;
}

// Words in any order; the most alike are paired first.
Alignment align(const WordList& a, const WordList& b) {
  Alignment made;
  std::uint32_t used_a = 0;
  std::uint32_t used_b = 0;
  for (const auto level : {Likeness::same, Likeness::spelling, Likeness::related, Likeness::typo,
                           Likeness::initial}) {
    for (std::size_t i = 0; i < a.count; ++i) {
      for (std::size_t j = 0; j < b.count; ++j) {
        const bool taken = (used_a >> i & 1U) != 0 || (used_b >> j & 1U) != 0;
        if (taken || likeness(a.word[i], b.word[j]) != level) continue;
        used_a |= 1U << i;
        used_b |= 1U << j;
        if (!a.word[i].particle) note_pair(made, level, a.word[i], b.word[j]);
      }
    }
  }
  std::size_t left_a = 0;
  std::size_t left_b = 0;
  for (std::size_t i = 0; i < a.count; ++i)
    left_a += (used_a >> i & 1U) == 0 && !a.word[i].particle ? 1 : 0;
  for (std::size_t j = 0; j < b.count; ++j)
    left_b += (used_b >> j & 1U) == 0 && !b.word[j].particle ? 1 : 0;
  made.against = std::min(left_a, left_b);
  made.words = std::min(words_that_count(a), words_that_count(b));
  made.weight += word_against_word * static_cast<double>(made.against);
  return made;
}

// "abdulrahman" and "abdul rahman": the same letters, written in other pieces.
bool same_run_together(const WordList& a, const WordList& b) {
  if (a.count == b.count || a.count == 0 || b.count == 0) return false;
  const auto joined = [](const WordList& name) {
    std::string text;
    for (std::size_t i = 0; i < name.count; ++i) text += name.word[i].text;
    return text;
  };
  return joined(a) == joined(b);
}

NameFinding finding_of(const Alignment& made) {
  NameFinding finding;
  finding.weight = std::min(made.weight, most_weight);
  finding.ours = made.ours;
  finding.theirs = made.theirs;
  if (made.aligned() == 0) {
    finding.verdict = Verdict::conflict;
    finding.weight = nothing_agrees;
    finding.sentence = Sentence::names_differ;
  } else if (made.against == 0 && made.similar == 0) {
    finding.verdict = Verdict::agree;
    finding.sentence = made.spelling ? Sentence::names_spelling : Sentence::names_same;
    finding.full = made.whole >= 2 || (made.words == 1 && made.whole == 1);
  } else if (made.against == 0) {
    finding.verdict = Verdict::similar;
    finding.sentence = Sentence::names_similar;
  } else if (2 * made.aligned() >= made.words) {
    finding.verdict = Verdict::similar;
    finding.sentence = Sentence::names_partly;
  } else {
    finding.verdict = Verdict::conflict;
    finding.sentence = Sentence::names_differ;
  }
  return finding;
}

}  // namespace

NameFinding compare_names(const Packed& a, const Packed& b) {
  NameList ours;
  NameList theirs;
  read_names(a, ours);
  read_names(b, theirs);
  NameFinding best;
  for (std::size_t i = 0; i < ours.count; ++i) {
    for (std::size_t j = 0; j < theirs.count; ++j) {
      auto made = align(ours.name[i], theirs.name[j]);
      if (made.against > 0 || made.aligned() == 0) {
        if (same_run_together(ours.name[i], theirs.name[j])) {
          made = {};
          made.weight = most_weight - 4;
          made.whole = made.words = 2;
        }
      }
      const auto finding = finding_of(made);
      if (best.verdict == Verdict::missing || finding.weight > best.weight) best = finding;
    }
  }
  return best;
}

}  // namespace badgewatch::match
