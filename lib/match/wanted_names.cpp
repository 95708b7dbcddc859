#include "match/wanted_names.hpp"

#include "match/evidence.hpp"
#include "match/keys.hpp"
#include "match/weights.hpp"

#include <algorithm>

namespace badgewatch::match {

WantedNames::WantedNames(const NameList& names, const Vocabulary& vocabulary)
    : most_(most_weight_of(names)), unclear_(false) {
  for (const auto block : other_writings_of(names, vocabulary))
    want(block, weights::run_together, 0);
  for (std::size_t n = 0; n < names.count; ++n) {
    const auto& name = names.name[n];
    std::size_t words = 0;
    for (std::size_t i = 0; i < name.count; ++i) {
      if (!name.counts(i)) continue;
      ++words;
      // Of several names nobody knows which is meant: what is counted twice is only counted.
      want(name.word[i]->facts.block, bits(*name.word[i]),
           names.count == 1 ? most_weight_of_typo(*name.word[i]) : 0);
    }
    single_ = single_ || words <= 1;
    unclear_ = unclear_ || has_words_alike(name);
    add_typing_errors(name);
  }
  wanted_[any_word & 0xFF] = true;
  least_ = bound(0);
}

void WantedNames::want(std::uint32_t block, double weight, double error) {
  const auto byte = byte_of(block);
  wanted_[byte] = true;
  worth_[byte] = std::max(worth_[byte], static_cast<float>(weight));
  error_[byte] = static_cast<float>(error);
}

bool WantedNames::has_words_alike(const WordList& name) const {
  for (std::size_t i = 0; i < name.count; ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (name.counts(i) && name.counts(j) &&
          byte_of(name.word[i]->facts.block) == byte_of(name.word[j]->facts.block))
        return true;
  return false;
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
  if (signature == any_word || unclear_) return {most_, true};
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
