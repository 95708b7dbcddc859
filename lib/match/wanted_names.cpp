#include "match/wanted_names.hpp"

#include "match/evidence.hpp"
#include "match/keys.hpp"
#include "match/weights.hpp"
#include "match/word_weights.hpp"

#include <algorithm>
#include <numeric>

namespace badgewatch::match {

namespace {

// Of names with more words, and more relatives of them, everybody is looked at.
constexpr std::size_t most_weighed = 64;

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
  if (std::max<std::size_t>(wanted_.size(), counted_) <= most_weighed) sort_by_weight();
}

void WantedNames::sort_by_weight() {
  const auto weight = [&](std::uint16_t place) {
    return wanted_[place].further + wanted_[place].first;
  };
  by_weight_.resize(wanted_.size());
  std::iota(by_weight_.begin(), by_weight_.end(), std::uint16_t{0});
  std::sort(by_weight_.begin(), by_weight_.end(),
            [&](std::uint16_t a, std::uint16_t b) { return weight(a) < weight(b); });
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
TellingWords WantedNames::telling(double weight, bool or_namesake) const {
  if (other_script_ || least_.weight >= weight || by_weight_.size() < wanted_.size()) return {};
  TellingWords telling;
  telling.add(any_code);
  if (most_ < weight && !or_namesake) return telling;
  // By word of the query, which only one word answers: what is left out brings no more. At the
  // least a mistake.
  std::array<double, most_weighed> left_out{};
  double further = 0;
  double first = 0;
  std::size_t answered = 0;
  bool namesake_left_out = single_;
  for (const auto place : by_weight_) {
    const auto& one = wanted_[place];
    // A namesake has two of the words, or the only one.
    const bool keeps_namesake = or_namesake && namesake_left_out && one.same_block;
    if (one.word != joined && !keeps_namesake) {
      auto& brings = left_out[one.word];
      const double more = std::max({one.further, brings, weights::further_mistake});
      const auto now_answered = answered + (brings == 0 ? 1 : 0);
      const double now_further = further - brings + more;
      const double now_first = std::max(first, one.first);
      const auto own = counted_ == words_ ? std::min(now_answered, words_ - 1) : 0;
      if (with_mistakes(now_further, now_first, own) < weight) {
        brings = more;
        answered = now_answered;
        further = now_further;
        first = now_first;
        namesake_left_out = namesake_left_out || one.same_block;
        continue;
      }
    }
    telling.add(one.code);
  }
  return telling;
}

}  // namespace badgewatch::match
