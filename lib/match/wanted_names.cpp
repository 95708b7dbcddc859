#include "match/wanted_names.hpp"

#include "match/evidence.hpp"
#include "match/keys.hpp"
#include "match/weights.hpp"
#include "match/word_weights.hpp"

#include <algorithm>
#include <utility>

namespace badgewatch::match {

namespace {

WordParts parts_of(double weight, double share) {
  return {weight * share, weight * (1 - share)};
}

}  // namespace

WantedNames::WantedNames(const NameList& names, const Vocabulary& vocabulary)
    : most_(most_weight_of(names)), other_script_(names.other_script) {
  by_byte_.fill(none);
  wanted_.reserve(24);
  const auto together = parts_of(weights::run_together, weights::further_word);
  for (const auto block : other_writings_of(names, vocabulary))
    want({together.further, together.first, code_of(block), joined});
  for (std::size_t n = 0; n < names.count; ++n)
    want_words(names.name[n], names.count == 1);
  least_ = bound({});
}

void WantedNames::want_words(const WordList& name, bool only_name) {
  std::size_t words = 0;
  double initials = 0;
  for (std::size_t i = 0; i < name.count; ++i) {
    const auto& word = *name.word[i];
    initials += word.initial ? 1 : 0;
    if (!name.counts(i)) continue;
    ++words;
    const double share = share_beside_others(word);
    // Of several names nobody knows which is meant: nothing is taken off.
    const auto want_block = [&](std::uint32_t block, double weight) {
      const auto most = parts_of(weight, share);
      want({most.further, most.first, code_of(block), counted_, block == word.facts.block,
            only_name});
    };
    want_block(word.facts.block, bits(word));
    for (const auto block : blocks_of_relatives(word.facts.relatives))
      want_block(block, weight_of_relative(word));
    const auto error = parts_of(most_weight_of_typo(word), share);
    error_further_ = std::max(error_further_, error.further);
    error_first_ = std::max(error_first_, error.first);
    ++counted_;
  }
  words_ = std::max(words_, words);
  single_ = single_ || words <= 1;
  // An initial of the other name brings no more than a mistake in the word that it stands for, but
  // for one word, whose mistake may count in part.
  initials_ = std::max(initials_, std::min(weights::initials_most, initials + 1));
}

const WantedNames::Wanted* WantedNames::find(WordCode code) const {
  for (auto at = by_byte_[code & 0xFF]; at != none; at = wanted_[at].next)
    if (wanted_[at].code == code) return &wanted_[at];
  return nullptr;
}

void WantedNames::want(const Wanted& wanted) {
  auto& chain = by_byte_[wanted.code & 0xFF];
  for (auto at = chain; at != none; at = wanted_[at].next) {
    auto& known = wanted_[at];
    if (known.code != wanted.code) continue;
    known.further = std::max(known.further, wanted.further);
    known.first = std::max(known.first, wanted.first);
    known.own = known.own && wanted.own;
    known.same_block = known.same_block || wanted.same_block;
    if (known.word != wanted.word) known.word = joined;
    return;
  }
  wanted_.push_back(wanted);
  wanted_.back().next = chain;
  chain = static_cast<std::uint16_t>(wanted_.size() - 1);
}

// What may yet agree by mistakes: one in full.
double WantedNames::with_mistakes(double further, double first, std::size_t own) const {
  WordSum sum;
  sum.add_parts(further, first);
  if (own < words_) {
    sum.add_parts(error_further_, error_first_);
    sum.add_parts(weights::further_mistake * static_cast<double>(words_ - own - 1), 0);
  }
  return sum.weight() + initials_;
}

NameBound WantedNames::bound(const Signature& signature) const {
  if (signature.is_any() || other_script_) return {most_, true};
  double further = 0;
  double first = 0;
  std::size_t words = 0;
  std::size_t own = 0;
  for (const auto code : signature.codes) {
    const auto* one = find(code);
    if (one == nullptr) continue;
    further += one->further;
    first = std::max(first, one->first);
    ++words;
    own += one->own ? 1 : 0;
  }
  const double weight = with_mistakes(further, first, own);
  if (words == 0) return {std::min(weight, weights::names_loosely_most), false};
  return {std::min(weight, most_), words >= 2 || single_};
}

// The commonest words are left out as long as all that they can bring together is not enough.
std::vector<WordCode> WantedNames::telling_codes(double weight, bool or_namesake) const {
  if (other_script_ || least_.weight >= weight) return {};
  std::vector<WordCode> codes{any_code};
  if (most_ < weight && !or_namesake) return codes;
  std::vector<const Wanted*> by_weight;
  by_weight.reserve(wanted_.size());
  for (const auto& one : wanted_)
    by_weight.push_back(&one);
  std::sort(by_weight.begin(), by_weight.end(), [](const Wanted* a, const Wanted* b) {
    return a->further + a->first < b->further + b->first;
  });
  // By word of the query, which only one word answers: what is left out brings no more.
  std::vector<double> left_out(counted_);
  double first_left_out = 0;
  bool namesake_left_out = single_;
  const auto is_enough = [&](double first) {
    double further = 0;
    std::size_t answered = 0;
    for (const auto brings : left_out) {
      if (brings == 0) continue;
      ++answered;
      further += std::max(brings, weights::further_mistake);
    }
    const bool own = counted_ == words_ && answered > 0;
    return with_mistakes(further, first, own ? std::min(answered, words_ - 1) : 0) >= weight;
  };
  for (const auto* one : by_weight) {
    const bool may_be_left_out =
        one->word != joined && !(or_namesake && namesake_left_out && one->same_block);
    if (may_be_left_out) {
      auto& brings = left_out[one->word];
      const auto before = std::exchange(brings, std::max(brings, one->further));
      const auto first = std::max(first_left_out, one->first);
      if (!is_enough(first)) {
        first_left_out = first;
        // A namesake has two of the words, or the only one.
        namesake_left_out = namesake_left_out || one->same_block;
        continue;
      }
      brings = before;
    }
    codes.push_back(one->code);
  }
  return codes;
}

}  // namespace badgewatch::match
