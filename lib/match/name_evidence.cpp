#include "match/evidence.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace badgewatch::match {

namespace {

double bits(const Word& word) {
  return word.facts.weight / 4.0;
}

double weight_of(Likeness likeness, const Word& a, const Word& b) {
  const double rarer = std::max(bits(a), bits(b));
  const double commoner = std::min(bits(a), bits(b));
  switch (likeness) {
    case Likeness::same:
      return rarer;
    case Likeness::spelling:
      return commoner - 1;
    case Likeness::related:
      return std::max(1.0, commoner - 2.5);
    case Likeness::typo:
      return std::max(1.0, commoner - 3);
    case Likeness::sound:
      return std::max(1.0, commoner - 4);
    case Likeness::initial:
      return 1;
    case Likeness::none:
      return 0;
  }
  return 0;
}

// A word of each name that are alike.
struct Pair {
  Likeness likeness = Likeness::none;
  double weight = 0;
  std::uint8_t ours = 0;
  std::uint8_t theirs = 0;
};

std::size_t words_in(const WordList& name) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < name.count; ++i)
    count += name.is_particle(i) ? 0 : 1;
  return count;
}

// How two names lie side by side.
class Alignment {
public:
  Alignment(const WordList& a, const WordList& b) : a_(a), b_(b) {
    words_a_ = words_in(a_);
    words_b_ = words_in(b_);
    align_words();
    join(a_, used_a_, words_a_, b_, used_b_);
    join(b_, used_b_, words_b_, a_, used_a_);
    count_left();
  }

  NameFinding finding() const;

private:
  void align_words();
  void take(const Pair& pair);
  // Two words of one name that nothing answers, against one of the other.
  void join(const WordList& parted, std::uint16_t& used_parted, std::size_t& words_parted,
            const WordList& whole, std::uint16_t& used_whole);
  void count_left();
  std::size_t aligned() const { return whole_ + loosely_ + initials_; }
  double weight() const;

  const WordList& a_;
  const WordList& b_;
  std::uint16_t used_a_ = 0;
  std::uint16_t used_b_ = 0;
  double weight_ = 0;           // of what agrees, initials apart
  std::size_t whole_ = 0;       // words that agree as one name
  std::size_t loosely_ = 0;     // words that agree by sound, a typing error or a short form
  std::size_t initials_ = 0;    // words that agree with an initial
  std::size_t same_block_ = 0;  // pairs that share what words are found by
  std::size_t against_ = 0;     // words on both sides that nothing answers
  std::size_t words_a_ = 0;     // particles left out; two that are one in the other name are one
  std::size_t words_b_ = 0;
  double rarest_ = 0;  // of the words that agree as one name
  bool spelling_ = false;
  std::string_view ours_;
  std::string_view theirs_;
};

bool is_used(std::uint16_t used, std::size_t i) {
  return (used >> i & 1) != 0;
}
void use(std::uint16_t& used, std::size_t i) {
  used = static_cast<std::uint16_t>(used | 1U << i);
}

// Words in any order; the most alike are paired first. The order does not depend on which name is
// ours.
void Alignment::align_words() {
  std::array<Pair, max_words_compared * max_words_compared> pairs;
  std::size_t count = 0;
  for (std::uint8_t i = 0; i < a_.count; ++i) {
    for (std::uint8_t j = 0; j < b_.count; ++j) {
      const auto level = likeness(*a_.word[i], *b_.word[j]);
      if (level == Likeness::none) continue;
      pairs[count++] = {level, weight_of(level, *a_.word[i], *b_.word[j]), i, j};
    }
  }
  std::sort(pairs.begin(), pairs.begin() + count, [](const Pair& x, const Pair& y) {
    const auto rank = [](const Pair& pair) {
      return std::tuple(-static_cast<int>(pair.likeness), -pair.weight,
                        std::min(pair.ours, pair.theirs), std::max(pair.ours, pair.theirs));
    };
    return rank(x) < rank(y);
  });
  for (std::size_t i = 0; i < count; ++i)
    take(pairs[i]);
}

void Alignment::take(const Pair& pair) {
  if (is_used(used_a_, pair.ours) || is_used(used_b_, pair.theirs)) return;
  use(used_a_, pair.ours);
  use(used_b_, pair.theirs);
  if (a_.is_particle(pair.ours) || b_.is_particle(pair.theirs)) return;
  const auto& ours = *a_.word[pair.ours];
  const auto& theirs = *b_.word[pair.theirs];
  if (pair.likeness == Likeness::initial) {
    ++initials_;
    return;
  }
  weight_ += pair.weight;
  if (ours.facts.block == theirs.facts.block) ++same_block_;
  if (pair.likeness == Likeness::same || pair.likeness == Likeness::spelling) {
    ++whole_;
    rarest_ = std::max(rarest_, std::min(bits(ours), bits(theirs)));
  } else {
    ++loosely_;
  }
  if (pair.likeness == Likeness::same) return;
  spelling_ = spelling_ || pair.likeness == Likeness::spelling;
  ours_ = ours.text;
  theirs_ = theirs.text;
}

void Alignment::join(const WordList& parted, std::uint16_t& used_parted, std::size_t& words_parted,
                     const WordList& whole, std::uint16_t& used_whole) {
  for (std::size_t i = 0; i + 1 < parted.count; ++i) {
    for (std::size_t j = 0; j < whole.count; ++j) {
      if (is_used(used_parted, i) || is_used(used_parted, i + 1) || is_used(used_whole, j))
        continue;
      if (!whole.counts(j) || parted.word[i]->initial || parted.word[i + 1]->initial) continue;
      if (!is_run_together(*parted.word[i], *parted.word[i + 1], *whole.word[j])) continue;
      use(used_parted, i);
      use(used_parted, i + 1);
      use(used_whole, j);
      if (parted.counts(i) && parted.counts(i + 1)) --words_parted;
      weight_ += std::min(weights::run_together, bits(*whole.word[j]));
      ++whole_;
      ++same_block_;
      spelling_ = true;
    }
  }
}

void Alignment::count_left() {
  const auto left = [](const WordList& name, std::uint16_t used) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < name.count; ++i)
      count += is_used(used, i) || name.is_particle(i) ? 0 : 1;
    return count;
  };
  against_ = std::min(left(a_, used_a_), left(b_, used_b_));
}

double Alignment::weight() const {
  double total =
      std::min(weight_ + std::min<double>(static_cast<double>(initials_), weights::initials_most),
               weights::names_most);
  if (same_block_ == 0) total = std::min(total, weights::names_loosely_most);
  return total + weights::word_against_word * static_cast<double>(against_);
}

NameFinding Alignment::finding() const {
  NameFinding finding;
  finding.weight = weight();
  finding.ours = ours_;
  finding.theirs = theirs_;
  const auto shorter = std::min(words_a_, words_b_);
  if (aligned() == 0 || (against_ > 0 && 2 * aligned() < shorter)) {
    finding.verdict = Verdict::conflict;
    if (aligned() == 0) finding.weight = weights::names_differ;
    finding.sentence = Sentence::names_differ;
    return finding;
  }
  finding.whole = against_ == 0;
  if (against_ > 0) {
    finding.verdict = Verdict::similar;
    finding.sentence = Sentence::names_partly;
  } else if (loosely_ > 0) {
    finding.verdict = Verdict::similar;
    finding.sentence = Sentence::names_similar;
  } else {
    finding.verdict = Verdict::agree;
    finding.sentence = spelling_ ? Sentence::names_spelling : Sentence::names_same;
    finding.full = whole_ >= 2 || (shorter == 1 && whole_ == 1);
    finding.telling = finding.full && (whole_ >= 2 || rarest_ >= weights::telling_word ||
                                       std::max(words_a_, words_b_) == 1);
  }
  return finding;
}

}  // namespace

double most_weight_of(const NameList& names) {
  double most = weights::names_loosely_most;
  for (std::size_t n = 0; n < names.count; ++n) {
    double weight = 0;
    // Two words may be one in the other name, which is rarer than they are.
    for (std::size_t i = 0; i < names.name[n].count; ++i)
      weight += std::max(bits(*names.name[n].word[i]), weights::run_together / 2);
    most = std::max(most, weight);
  }
  return std::min(most, weights::names_most);
}

NameFinding compare_names(const NameList& ours, const NameList& theirs) {
  NameFinding best;
  bool full = false;
  bool telling = false;
  for (std::size_t i = 0; i < ours.count; ++i) {
    for (std::size_t j = 0; j < theirs.count; ++j) {
      const auto finding = Alignment(ours.name[i], theirs.name[j]).finding();
      full = full || finding.full;
      telling = telling || finding.telling;
      const auto rank = [](const NameFinding& one) {
        return std::tuple(one.weight, -static_cast<int>(one.verdict), one.whole);
      };
      if (best.verdict == Verdict::missing || rank(finding) > rank(best)) best = finding;
    }
  }
  best.full = full;
  best.telling = telling;
  return best;
}

}  // namespace badgewatch::match
