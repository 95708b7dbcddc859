#include "match/wanted_names.hpp"

#include "match/evidence.hpp"
#include "match/keys.hpp"
#include "match/weights.hpp"
#include "match/word_weights.hpp"

#include <algorithm>

namespace badgewatch::match {

WantedNames::WantedNames(const NameList& names, const Vocabulary& vocabulary)
    : most_(most_weight_of(names)), other_script_(names.other_script) {
  for (const auto block : other_writings_of(names, vocabulary))
    want(block, weights::run_together, weights::further_word, false);
  for (std::size_t n = 0; n < names.count; ++n)
    want_words(names.name[n], names.count == 1);
  wanted_[any_word & 0xFF] = true;
  least_ = bound(0);
}

void WantedNames::want_words(const WordList& name, bool only_name) {
  std::size_t words = 0;
  double initials = 0;
  for (std::size_t i = 0; i < name.count; ++i) {
    const auto& word = *name.word[i];
    initials += word.initial ? 1 : 0;
    if (!name.counts(i)) continue;
    ++words;
    // Of several names nobody knows which is meant: nothing is taken off.
    const double share = share_beside_others(word);
    want(word.facts.block, bits(word), share, only_name);
    for (const auto block : blocks_of_relatives(word.facts.relatives))
      want(block, weight_of_relative(word), share, only_name);
    error_further_ = std::max(error_further_, most_weight_of_typo(word) * share);
    error_first_ = std::max(error_first_, most_weight_of_typo(word) * (1 - share));
  }
  words_ = std::max(words_, words);
  single_ = single_ || words <= 1;
  // An initial of the other name brings no more than a mistake in the word that it stands for, but
  // for one word, whose mistake may count in part.
  initials_ = std::max(initials_, std::min(weights::initials_most, initials + 1));
}

void WantedNames::want(std::uint32_t block, double weight, double share, bool own) {
  const auto byte = byte_of(block);
  own_[byte] = own && (own_[byte] || !wanted_[byte]);
  further_[byte] = std::max(further_[byte], static_cast<float>(weight * share));
  first_[byte] = std::max(first_[byte], static_cast<float>(weight * (1 - share)));
  wanted_[byte] = true;
}

NameBound WantedNames::bound(Signature signature) const {
  if (signature == any_word || other_script_) return {most_, true};
  WordSum sum;
  std::size_t words = 0;
  std::size_t own = 0;
  for (unsigned place = 0; place < 32; place += 8) {
    const auto byte = signature >> place & 0xFF;
    if (!wanted_[byte]) continue;
    sum.add_parts(static_cast<double>(further_[byte]), static_cast<double>(first_[byte]));
    ++words;
    own += own_[byte] ? 1 : 0;
  }
  // What may yet agree by mistakes: one in full.
  if (own < words_) {
    sum.add_parts(error_further_, error_first_);
    sum.add_parts(weights::further_mistake * static_cast<double>(words_ - own - 1), 0);
  }
  const double weight = sum.weight() + initials_;
  if (words == 0) return {std::min(weight, weights::names_loosely_most), false};
  return {std::min(weight, most_), words >= 2 || single_};
}

}  // namespace badgewatch::match
