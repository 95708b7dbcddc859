#include "match/word_weights.hpp"

#include "match/weights.hpp"

#include <algorithm>

namespace badgewatch::match {

double family_bits(const Word& word) {
  return std::min(word.facts.family / 4.0, weights::word_most);
}

double bits(const Word& word) {
  return std::min(word.facts.weight / 4.0, weights::word_most);
}

double share_beside_others(const Word& word) {
  return word.facts.further / 64.0;
}

double weight_of_relative(const Word& word) {
  return std::max(1.0, family_bits(word) - weights::relative_costs);
}

double most_weight_of_typo(const Word& word) {
  return std::clamp(bits(word) - weights::typo_costs, 1.0, weights::typo_most);
}

namespace {

// What nobody is called is a mistake for the name that it is like, and says nearly what that name
// says. What others are called is more likely their name.
double weight_of_mistake(double name, const Word& a, const Word& b, double costs, double most) {
  const double rarer = std::max(a.facts.weight, b.facts.weight) / 4.0;
  return std::clamp(std::min(name - costs, rarer - weights::mistake_costs), 1.0, most);
}

}  // namespace

double weight_of(Likeness likeness, const Word& a, const Word& b) {
  const double commoner = std::min(bits(a), bits(b));
  const double family = std::min(family_bits(a), family_bits(b));
  switch (likeness) {
    case Likeness::same:
      return commoner;
    case Likeness::spelling:
      return std::max(1.0, family - weights::spelling_costs);
    case Likeness::doubtful:
      if (a.facts.spelling == 0 || a.facts.spelling != b.facts.spelling)
        return weight_of_mistake(family, a, b, weights::written_costs, weights::word_most);
      return std::max(1.0, family - weights::doubtful_costs);
    case Likeness::relative:
      return std::min(weight_of_relative(a), weight_of_relative(b));
    case Likeness::typo:
      return weight_of_mistake(commoner, a, b, weights::typo_costs, weights::typo_most);
    case Likeness::sound:
      return weight_of_mistake(commoner, a, b, weights::sound_costs, weights::sound_most);
    case Likeness::initial:
      return 1;
    case Likeness::none:
      return 0;
  }
  return 0;
}

double share_beside(const Word& a, const Word& b) {
  return std::min(share_beside_others(a), share_beside_others(b));
}

WordParts most_parts_of(const Word& word) {
  // Two words may be one in the other name, which is rarer than they are: half of it each.
  constexpr double further = weights::run_together * weights::further_word / 2;
  constexpr double first = weights::run_together * (1 - weights::further_word);
  const double share = share_beside_others(word);
  return {std::max(further, bits(word) * share), std::max(first, bits(word) * (1 - share))};
}

}  // namespace badgewatch::match
