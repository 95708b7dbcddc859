#include "match/wanted_names.hpp"

#include "match/evidence.hpp"
#include "match/keys.hpp"
#include "match/weights.hpp"

#include <algorithm>

namespace badgewatch::match {

WantedNames::WantedNames(const NameList& names, const Vocabulary& vocabulary)
    : most_(most_weight_of(names)) {
  for (const auto block : other_writings_of(names, vocabulary))
    want(block, weights::run_together, 0);
  for (std::size_t n = 0; n < names.count; ++n) {
    want_words(names.name[n], names.count == 1);
    add_typing_errors(names.name[n]);
  }
  wanted_[any_word & 0xFF] = true;
  least_ = bound(0);
}

void WantedNames::want_words(const WordList& name, bool only_name) {
  std::size_t words = 0;
  for (std::size_t i = 0; i < name.count; ++i) {
    if (!name.counts(i)) continue;
    ++words;
    const auto& word = *name.word[i];
    // Of several names nobody knows which is meant: nothing is taken off.
    const double error = only_name ? most_weight_of_typo(word) : 0;
    want(word.facts.block, bits(word), error);
    for (const auto block : blocks_of_relatives(word.facts.relatives))
      want(block, bits(word), error);
  }
  single_ = single_ || words <= 1;
}

void WantedNames::want(std::uint32_t block, double weight, double error) {
  const auto byte = byte_of(block);
  const auto less = static_cast<float>(error);
  error_[byte] = wanted_[byte] ? std::min(error_[byte], less) : less;
  worth_[byte] = std::max(worth_[byte], static_cast<float>(weight));
  wanted_[byte] = true;
}

void WantedNames::add_typing_errors(const WordList& name) {
  double sum = 0;
  double initials = 0;
  for (std::size_t i = 0; i < name.count; ++i) {
    initials += name.word[i]->initial ? 1 : 0;
    if (!name.counts(i)) continue;
    const double error = most_weight_of_typo(*name.word[i]);
    sum += error;
    greatest_error_ = std::max(greatest_error_, error);
  }
  errors_ = std::max(errors_, sum);
  // A word that an initial answers is not one with a typing error, which brings no less than a
  // further word of weight 1.
  initials_ = std::max(initials_,
                       std::min(weights::initials_most,
                                initials + weights::initials_most * (1 - weights::further_word)));
}

NameBound WantedNames::bound(Signature signature) const {
  if (signature == any_word) return {most_, true};
  double sum = errors_;
  double greatest = greatest_error_;
  unsigned words = 0;
  for (unsigned place = 0; place < 32; place += 8) {
    const auto byte = signature >> place & 0xFF;
    const double worth = worth_[byte];
    sum += worth - static_cast<double>(error_[byte]);
    greatest = std::max(greatest, worth);
    words += worth > 0 ? 1 : 0;
  }
  // As WordSum, of what agrees and of what may yet agree by typing errors.
  const double weight =
      weights::further_word * sum + (1 - weights::further_word) * greatest + initials_;
  if (words == 0) return {std::min(weight, weights::names_loosely_most), false};
  return {std::min(weight, most_), words >= 2 || single_};
}

}  // namespace badgewatch::match
