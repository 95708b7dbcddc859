#include "match/alignment.hpp"

#include "match/weights.hpp"

#include <algorithm>
#include <tuple>

namespace badgewatch::match {

namespace {

bool is_used(std::uint16_t used, std::size_t i) {
  return (used >> i & 1) != 0;
}
void use(std::uint16_t& used, std::size_t i) {
  used = static_cast<std::uint16_t>(used | 1U << i);
}

LeftWords left_of(const WordList& name, std::uint16_t used) {
  LeftWords left;
  for (std::size_t i = 0; i < name.count; ++i) {
    if ((used >> i & 1) != 0 || name.is_particle(i)) continue;
    left.word[left.count++] = name.word[i];
    left.first = left.first || i == 0;
    left.last = i + 1 == name.count;
  }
  return left;
}

// `longer` has a given name that nothing answers, and a driver number says that there is none. What
// stands last is as likely a surname more.
bool is_one_too_many(const WordList& longer, const LeftWords& left, const WordList& other) {
  if (other.given != GivenNames::one_by_number) return false;
  if (longer.given == GivenNames::unknown) return left.count > (left.last ? 1U : 0U);
  return longer.given == GivenNames::several;
}

std::size_t words_in(const WordList& name) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < name.count; ++i)
    count += name.is_particle(i) ? 0 : 1;
  return count;
}

}  // namespace

std::size_t LeftWords::like_any_of(const LeftWords& others) const {
  std::size_t like = 0;
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = 0; j < others.count; ++j) {
      if (!is_much_like(*word[i], *others.word[j])) continue;
      ++like;
      break;
    }
  return like;
}

Alignment::Alignment(const WordList& a, const WordList& b, Precedence precedence)
    : a_(a), b_(b), precedence_(precedence) {
  words_a_ = words_in(a_);
  words_b_ = words_in(b_);
  align_words();
  join(true);
  join(false);
  count_left();
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
  const auto by_weight = [](const Pair& pair) {
    return std::tuple(-static_cast<int>(pair.likeness), -pair.weight,
                      std::min(pair.ours, pair.theirs), std::max(pair.ours, pair.theirs));
  };
  const auto by_letters = [this](const Pair& pair) {
    const auto [first, second] = std::minmax(a_.word[pair.ours]->text, b_.word[pair.theirs]->text);
    return std::tuple(-static_cast<int>(pair.likeness), first, second,
                      std::min(pair.ours, pair.theirs), std::max(pair.ours, pair.theirs));
  };
  const auto order = [&](const auto& rank) {
    std::sort(pairs.begin(), pairs.begin() + count,
              [&](const Pair& x, const Pair& y) { return rank(x) < rank(y); });
  };
  if (precedence_ == Precedence::weight)
    order(by_weight);
  else
    order(by_letters);
  for (std::size_t i = 0; i < count; ++i)
    take(pairs[i]);
}

void Alignment::take(const Pair& pair) {
  if (is_used(used_a_, pair.ours) || is_used(used_b_, pair.theirs)) return;
  use(used_a_, pair.ours);
  use(used_b_, pair.theirs);
  if (a_.is_particle(pair.ours) || b_.is_particle(pair.theirs)) return;
  another_order_ = another_order_ || crosses(pair);
  taken_[taken_count_++] = pair;
  const auto& ours = *a_.word[pair.ours];
  const auto& theirs = *b_.word[pair.theirs];
  if (pair.likeness == Likeness::initial) {
    ++initials_;
    return;
  }
  // Nobody makes many mistakes in one name: the greatest agreement of that kind counts.
  const bool mistake = pair.likeness == Likeness::typo || pair.likeness == Likeness::sound;
  const double weight =
      mistake && mistakes_ > 0 ? std::min(pair.weight, weights::further_mistake) : pair.weight;
  agreeing_.add(weight, share_beside(ours, theirs));
  mistakes_ += mistake ? 1 : 0;
  if (ours.facts.block == theirs.facts.block || pair.likeness == Likeness::relative) ++same_block_;
  if (pair.likeness == Likeness::same || pair.likeness == Likeness::spelling) {
    ++whole_;
  } else {
    ++loosely_;
  }
  spelling_ = spelling_ || pair.likeness == Likeness::spelling;
}

bool Alignment::crosses(const Pair& pair) const {
  return std::any_of(taken_.begin(), taken_.begin() + taken_count_, [&](const Pair& other) {
    return (other.ours < pair.ours) != (other.theirs < pair.theirs);
  });
}

void Alignment::join(bool ours) {
  const auto& parted = ours ? a_ : b_;
  const auto& whole = ours ? b_ : a_;
  auto& used_parted = ours ? used_a_ : used_b_;
  auto& used_whole = ours ? used_b_ : used_a_;
  auto& words_parted = ours ? words_a_ : words_b_;
  for (std::uint8_t i = 0; i + 1 < parted.count; ++i) {
    for (std::uint8_t j = 0; j < whole.count; ++j) {
      if (is_used(used_parted, i) || is_used(used_parted, i + 1U) || is_used(used_whole, j))
        continue;
      if (!whole.counts(j) || parted.word[i]->initial || parted.word[i + 1]->initial) continue;
      if (!is_run_together(*parted.word[i], *parted.word[i + 1], *whole.word[j])) continue;
      use(used_parted, i);
      use(used_parted, i + 1U);
      use(used_whole, j);
      joined_[joined_count_++] = {ours, i, j};
      if (parted.counts(i) && parted.counts(i + 1U)) --words_parted;
      agreeing_.add(std::min(weights::run_together, bits(*whole.word[j])), weights::further_word);
      ++whole_;
      ++same_block_;
      spelling_ = true;
    }
  }
}

LeftWords Alignment::left_of_ours() const {
  return left_of(a_, used_a_);
}
LeftWords Alignment::left_of_theirs() const {
  return left_of(b_, used_b_);
}

void Alignment::count_left() {
  const auto ours = left_of_ours();
  const auto theirs = left_of_theirs();
  against_ = std::min(ours.count, theirs.count);
  alone_ = std::max(ours.count, theirs.count) - against_;
  if (against_ > 0) nearly_ = std::min(ours.like_any_of(theirs), theirs.like_any_of(ours));
  if (alone_ > 0)
    weight_alone_ =
        ours.count > theirs.count ? weight_of_alone(a_, ours, b_) : weight_of_alone(b_, theirs, a_);
}

// Middle names are left out, and names that many bear before another one; the first name rarely.
double Alignment::weight_of_alone(const WordList& longer, const LeftWords& left,
                                  const WordList& other) const {
  double weight =
      std::max(weights::words_alone_most, weights::word_alone * static_cast<double>(alone_));
  if (against_ > 0) return weight;
  if (left.first && !left.word[0]->initial && family_bits(*left.word[0]) >= weights::often_left_out)
    weight += weights::first_word_alone;
  if (is_one_too_many(longer, left, other)) weight += weights::word_beside_number;
  return weight;
}

bool Alignment::have_last_words_aligned() const {
  return std::any_of(taken_.begin(), taken_.begin() + taken_count_, [&](const Pair& pair) {
    return pair.ours + 1 == a_.count && pair.theirs + 1 == b_.count;
  });
}

double Alignment::weight_of_order() const {
  if (!another_order_) return 0;
  return have_last_words_aligned() ? weights::another_order_of_given : weights::another_order;
}

double Alignment::weight() const {
  double total = std::min(
      agreeing_.weight() + std::min<double>(static_cast<double>(initials_), weights::initials_most),
      weights::names_most);
  if (same_block_ == 0) total = std::min(total, weights::names_loosely_most);
  return total + weight_of_order() +
         weights::word_against_word * static_cast<double>(against_ - nearly_) +
         weights::word_nearly * static_cast<double>(nearly_) + weight_alone_;
}

NameFinding Alignment::finding() const {
  NameFinding finding;
  finding.weight = weight();
  const auto shorter = std::min(words_a_, words_b_);
  if (aligned() == 0 || (against_ > 0 && 2 * aligned() < shorter)) {
    finding.verdict = Verdict::conflict;
    if (aligned() == 0)
      finding.weight =
          nearly_ == 0 ? weights::names_differ : std::max(weights::names_differ, finding.weight);
    finding.sentence = Sentence::names_differ;
    return finding;
  }
  finding.whole = against_ == 0;
  if (against_ > 0) {
    finding.verdict = Verdict::similar;
    finding.sentence = Sentence::names_partly;
    finding.only_surname = aligned() == 1 && nearly_ == 0 && have_last_words_aligned();
  } else if (loosely_ > 0) {
    finding.verdict = Verdict::similar;
    finding.sentence = Sentence::names_similar;
  } else {
    finding.verdict = Verdict::agree;
    finding.sentence = spelling_ ? Sentence::names_spelling : Sentence::names_same;
    finding.full = whole_ >= 2 || (whole_ == 1 && std::max(words_a_, words_b_) == 1);
    finding.same = finding.full && alone_ == 0;
  }
  finding.complete =
      against_ == 0 && alone_ == 0 && aligned() >= 2 &&
      (a_.given == GivenNames::one_by_number || b_.given == GivenNames::one_by_number);
  return finding;
}

}  // namespace badgewatch::match
