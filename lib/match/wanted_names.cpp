#include "match/wanted_names.hpp"

#include "match/evidence.hpp"
#include "match/weights.hpp"

#include <algorithm>

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

Signature signature_of_anybody() {
  Signature any;
  any.add(any_code);
  return any;
}

// Each word as often as the name has it that has it most often. False where there is no room.
bool add_words(const WordList& name, Signature& signature) {
  Signature own;
  for (std::size_t i = 0; i < name.count; ++i) {
    if (!name.counts(i)) continue;
    const auto code = code_of(name.word[i]->facts.block);
    if (!own.add(code)) return false;
    if (own.times(code) > signature.times(code) && !signature.add(code)) return false;
  }
  return true;
}

}  // namespace

// What another script is in Latin letters is a guess, so everybody of that day looks at it.
Signature signature_of(const NameList& names) {
  Signature signature;
  bool whole = !names.other_script;
  for (std::size_t n = 0; whole && n < names.count; ++n)
    whole = add_words(names.name[n], signature);
  if (whole && has_initials(names)) whole = signature.add(initials_code);
  return whole ? signature : signature_of_anybody();
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
      want({together, code_of(block), joined});
  for (std::size_t n = 0; n < names.count; ++n)
    want_words(names.name[n]);
  const auto whole = wanted_.size();
  counted_ = 0;
  for (std::size_t n = 0; n < names.count; ++n)
    want_mistakes(names.name[n], vocabulary);
  too_many_ = std::max<std::size_t>(whole, counted_) > most_weighed;
  if (!too_many_) group_by_weight();
}

void WantedNames::group_by_weight() {
  groups_.reserve(most_weighed);
  for (std::size_t place = 0; place < wanted_.size(); ++place) {
    const auto& one = wanted_[place];
    const bool more = one.mistake && !groups_.empty() && wanted_[place - 1].mistake &&
                      groups_.back().word == one.word;
    if (!more)
      groups_.push_back(
          {one.parts, one.word, one.same_block, static_cast<std::uint16_t>(place), 0});
    auto& group = groups_.back();
    group.parts = most_of(group.parts, one.parts);
    ++group.count;
  }
  std::sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) {
    return a.parts.further + a.parts.first < b.parts.further + b.parts.first;
  });
}

void WantedNames::want_words(const WordList& name) {
  std::size_t words = 0;
  double initials = 0;
  for (std::size_t i = 0; i < name.count; ++i) {
    const auto& word = *name.word[i];
    initials += word.initial ? 1 : 0;
    if (!name.counts(i)) continue;
    ++words;
    const double share = share_beside_others(word);
    const auto want_block = [&](std::uint32_t block, double weight) {
      want({parts_of(weight, share), code_of(block), counted_, block == word.facts.block});
    };
    want_block(word.facts.block, std::max(1.0, bits(word)));
    for (const auto block : blocks_of_relatives(word.facts.relatives))
      want_block(block, weight_of_relative(word));
    ++counted_;
  }
  single_ = single_ || words <= 1;
  initials_ = std::max(initials_, std::min(weights::initials_most, initials));
  initials_of_both_ = std::max(
      initials_of_both_, std::min(weights::initials_most, static_cast<double>(words) + initials));
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
      want({most, code_of(block), counted_, false, true});
    ++counted_;
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
    known.parts = most_of(known.parts, wanted.parts);
    known.same_block = known.same_block || wanted.same_block;
    known.mistake = known.mistake && wanted.mistake;
    if (known.word != wanted.word) known.word = joined;
    return;
  }
  wanted_.push_back(wanted);
  wanted_.back().next = chain;
  chain = static_cast<std::uint16_t>(wanted_.size() - 1);
}

NameBound WantedNames::bound(std::span<const WordCode> written) const {
  if (other_script_) return {most_, true};
  WordSum sum;
  std::size_t words = 0;
  bool namesake = false;
  double initials = initials_;
  for (const auto as_listed : written) {
    const auto code = static_cast<WordCode>(as_listed & ~Day::begins);
    if (code == any_code) return {most_, true};
    if (code == initials_code) initials = initials_of_both_;
    const auto* one = find(code);
    if (one == nullptr) continue;
    sum.add_parts(one->parts.further, one->parts.first);
    if (one->mistake) continue;
    ++words;
    namesake = namesake || words >= 2 || single_ || one->word == joined;
  }
  const double weight = sum.weight() + initials;
  return {std::min(weight, words == 0 ? weights::names_loosely_most : most_), namesake};
}

// What brings least is left out as long as all of that together is not enough.
TellingWords WantedNames::telling(double weight, bool or_namesake) const {
  if (other_script_ || initials_ >= weight || too_many_) return {};
  TellingWords telling;
  telling.add(any_code);
  if (most_ < weight && !or_namesake) return telling;
  if (initials_of_both_ > initials_) telling.add(initials_code);
  // By word of the query, which only one word answers: what is left out brings no more.
  std::array<double, most_weighed> left_out{};
  WordParts parts;
  bool namesake_left_out = single_;
  for (const auto& group : groups_) {
    // A namesake has two of the words, or the only one.
    const bool keeps_namesake = or_namesake && namesake_left_out && group.same_block;
    if (group.word != joined && !keeps_namesake) {
      auto& brings = left_out[group.word];
      const double more = std::max(group.parts.further, brings);
      const WordParts now{parts.further - brings + more, std::max(parts.first, group.parts.first)};
      if (now.further + now.first + initials_ < weight) {
        brings = more;
        parts = now;
        namesake_left_out = namesake_left_out || group.same_block;
        continue;
      }
    }
    for (std::size_t place = group.first; place < group.first + group.count; ++place)
      telling.add(wanted_[place].code);
  }
  return telling;
}

}  // namespace badgewatch::match
