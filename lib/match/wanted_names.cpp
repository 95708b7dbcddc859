#include "match/wanted_names.hpp"

#include "match/evidence.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <numeric>

namespace badgewatch::match {

namespace {

// Of names with more words, and more relatives of them, everybody is looked at.
constexpr std::size_t most_weighed = 64;

WordParts parts_of(double weight, double share) {
  return {weight * share, weight * (1 - share)};
}

WordParts most_of(const WordParts& one, const WordParts& other) {
  return {std::max(one.further, other.further), std::max(one.first, other.first)};
}

}  // namespace

// What another script is in Latin letters is a guess, so everybody of that day looks at it.
Signature signature_of(const NameList& names) {
  return names.other_script ? any_signature : signature_of(blocks_of(names), has_initials(names));
}

WantedNames::WantedNames(const NameList& names, std::span<const Blocks> others,
                         const Vocabulary& vocabulary)
    : most_(most_weight_of(names)), other_script_(names.other_script) {
  by_byte_.fill(none);
  if (other_script_) return;
  wanted_.reserve(64);
  const auto together = parts_of(weights::run_together, weights::further_word);
  for (const auto& of_name : others)
    for (const auto block : of_name)
      want({together, together, code_of(block), joined});
  for (std::size_t n = 0; n < names.count; ++n)
    want_words(names.name[n], names.count == 1);
  least_ = std::min(with_mistakes({}, 0), weights::names_loosely_most);
  too_many_ = std::max<std::size_t>(wanted_.size(), counted_) > most_weighed;
  if (!too_many_) sort_by_weight();
  for (std::size_t n = 0; n < names.count; ++n)
    want_mistakes(names.name[n], vocabulary);
}

void WantedNames::sort_by_weight() {
  const auto weight = [&](std::uint16_t place) {
    return wanted_[place].parts.further + wanted_[place].parts.first;
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
      want({most, most, code_of(block), counted_, block == word.facts.block, only_name});
    };
    want_block(word.facts.block, std::max(1.0, bits(word)));
    for (const auto block : blocks_of_relatives(word.facts.relatives))
      want_block(block, weight_of_relative(word));
    const auto error = parts_of(most_weight_of_typo(word), share);
    error_ = most_of(error_, error);
    ++counted_;
  }
  words_ = std::max(words_, words);
  single_ = single_ || words <= 1;
  initials_ = std::max(initials_, std::min(weights::initials_most, initials));
  initials_of_both_ = std::max(
      initials_of_both_, std::min(weights::initials_most, static_cast<double>(words) + initials));
  // An initial of the other name brings no more than a mistake in the word that it stands for, but
  // for one word, whose mistake may count in part.
  initials_beside_mistakes_ =
      std::max(initials_beside_mistakes_, std::min(weights::initials_most, initials + 1));
}

// Every word of a record is one of the vocabulary: which of them are typing errors is known. What
// is alike by sound shares a block.
void WantedNames::want_mistakes(const WordList& name, const Vocabulary& vocabulary) {
  Blocks room;
  for (std::size_t i = 0; i < name.count; ++i) {
    if (!name.counts(i)) continue;
    const auto& word = *name.word[i];
    const auto most = parts_of(most_weight_of_typo(word), share_beside_others(word));
    for (const auto block : vocabulary.blocks_of_typos(word, room))
      want({{}, most, code_of(block), joined, false, false, true});
  }
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
    known.with_mistake = most_of(known.with_mistake, wanted.with_mistake);
    if (wanted.mistake) return;
    known.parts = most_of(known.parts, wanted.parts);
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
double WantedNames::with_mistakes(const WordParts& parts, std::size_t own) const {
  WordSum sum;
  sum.add_parts(parts.further, parts.first);
  if (own < words_) {
    sum.add_parts(error_.further, error_.first);
    sum.add_parts(weights::further_mistake * static_cast<double>(words_ - own - 1), 0);
  }
  return sum.weight() + initials_beside_mistakes_;
}

NameBound WantedNames::bound(const Signature& signature) const {
  if (signature.is_any() || other_script_) return {most_, true};
  WordSum sum;
  std::size_t words = 0;
  bool namesake = false;
  double initials = initials_;
  for (const auto code : signature.codes) {
    if (code == 0) break;
    if (code == initials_code) initials = initials_of_both_;
    const auto* one = find(code);
    if (one == nullptr) continue;
    sum.add_parts(one->with_mistake.further, one->with_mistake.first);
    if (one->mistake) continue;
    ++words;
    namesake = namesake || words >= 2 || single_ || one->word == joined;
  }
  const double weight = sum.weight() + initials;
  return {std::min(weight, words == 0 ? weights::names_loosely_most : most_), namesake};
}

// The commonest words are left out as long as all that they can bring together is not enough.
TellingWords WantedNames::telling(double weight, bool or_namesake) const {
  if (other_script_ || least_ >= weight || too_many_) return {};
  TellingWords telling;
  telling.add(any_code);
  if (most_ < weight && !or_namesake) return telling;
  // By word of the query, which only one word answers: what is left out brings no more. At the
  // least a mistake.
  std::array<double, most_weighed> left_out{};
  WordParts parts;
  std::size_t answered = 0;
  bool namesake_left_out = single_;
  for (const auto place : by_weight_) {
    const auto& one = wanted_[place];
    // A namesake has two of the words, or the only one.
    const bool keeps_namesake = or_namesake && namesake_left_out && one.same_block;
    if (one.word != joined && !keeps_namesake) {
      auto& brings = left_out[one.word];
      const double more = std::max({one.parts.further, brings, weights::further_mistake});
      const auto now_answered = answered + (brings == 0 ? 1 : 0);
      const WordParts now{parts.further - brings + more, std::max(parts.first, one.parts.first)};
      const auto own = counted_ == words_ ? std::min(now_answered, words_ - 1) : 0;
      if (with_mistakes(now, own) < weight) {
        brings = more;
        answered = now_answered;
        parts = now;
        namesake_left_out = namesake_left_out || one.same_block;
        continue;
      }
    }
    telling.add(one.code);
  }
  return telling;
}

}  // namespace badgewatch::match
