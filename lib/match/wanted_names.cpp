#include "match/wanted_names.hpp"

#include "match/evidence.hpp"
#include "match/keys.hpp"
#include "match/weights.hpp"

#include <algorithm>

namespace badgewatch::match {

WantedNames::WantedNames(const NameList& names, const Vocabulary& vocabulary)
    : most_(most_weight_of(names)) {
  for (const auto block : other_writings_of(names, vocabulary))
    want(block, weights::run_together, false);
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
    want(word.facts.block, bits(word), only_name);
    for (const auto block : blocks_of_relatives(word.facts.relatives))
      want(block, weight_of_relative(word), only_name);
    greatest_error_ = std::max(greatest_error_, most_weight_of_typo(word));
  }
  words_ = std::max(words_, words);
  single_ = single_ || words <= 1;
  // A word that an initial answers has no mistake, which would bring no less in part.
  initials_ = std::max(initials_,
                       std::min(weights::initials_most,
                                initials + weights::initials_most * (1 - weights::further_word)));
}

void WantedNames::want(std::uint32_t block, double weight, bool own) {
  const auto byte = byte_of(block);
  own_[byte] = own && (own_[byte] || !wanted_[byte]);
  worth_[byte] = std::max(worth_[byte], static_cast<float>(weight));
  wanted_[byte] = true;
}

NameBound WantedNames::bound(Signature signature) const {
  if (signature == any_word) return {most_, true};
  double sum = 0;
  double greatest = 0;
  std::size_t words = 0;
  std::size_t own = 0;
  for (unsigned place = 0; place < 32; place += 8) {
    const auto byte = signature >> place & 0xFF;
    const double worth = worth_[byte];
    sum += worth;
    greatest = std::max(greatest, worth);
    words += worth > 0 ? 1 : 0;
    own += own_[byte] ? 1 : 0;
  }
  // As WordSum, of what agrees and of what may yet agree by mistakes: one in full.
  if (own < words_) {
    sum += greatest_error_ + weights::further_mistake * static_cast<double>(words_ - own - 1);
    greatest = std::max(greatest, greatest_error_);
  }
  const double weight =
      weights::further_word * sum + (1 - weights::further_word) * greatest + initials_;
  if (words == 0) return {std::min(weight, weights::names_loosely_most), false};
  return {std::min(weight, most_), words >= 2 || single_};
}

}  // namespace badgewatch::match
