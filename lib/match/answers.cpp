#include "match/answers.hpp"

#include "match/weights.hpp"
#include "match/word_weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace badgewatch::match {

namespace {

// What is not known of words that nothing answers brings no more than is assumed here.
static_assert(weights::word_against_word <= weights::word_nearly && weights::word_nearly <= 0);
static_assert(weights::word_alone <= 0 && weights::words_alone_most <= 0);

std::size_t words_in(const WordList& name) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < name.count; ++i)
    count += name.is_particle(i) ? 0 : 1;
  return count;
}

// Whether `word` and a neighbour may be what the other name writes as one word, `whole`.
bool may_be_part_of(const Word& word, const Word& whole) {
  if (word.initial || whole.initial) return false;
  if (whole.text.starts_with(word.text) || whole.text.ends_with(word.text)) return true;
  if (!whole.facts.splits) return false;
  const auto& splits = splits_of(whole.facts.spelling);
  return std::any_of(splits.begin(), splits.end(), [&](const Split& split) {
    return split.first == word.facts.block || split.second == word.facts.block;
  });
}

// Not below `value`: bounds are kept in half the room.
float rounded_up(double value) {
  const auto near = static_cast<float>(value);
  return static_cast<double>(near) < value
             ? std::nextafter(near, std::numeric_limits<float>::infinity())
             : near;
}

}  // namespace

Answers::Answers(const NameList& names, const Vocabulary& vocabulary, Memory& memory)
    : names_(names), vocabulary_(vocabulary), memory_(memory) {
  ++memory_.search_;
  for (std::size_t n = 0; n < names.count; ++n) {
    const auto words = words_in(names.name[n]);
    fewest_words_ = n == 0 ? words : std::min(fewest_words_, words);
  }
}

void Answers::add(Answer& answer, const WordList& name, const Word& word) const {
  const auto bring = [&](double further, double first) {
    answer.any = true;
    answer.further = std::max(answer.further, rounded_up(further));
    answer.first = std::max(answer.first, rounded_up(first));
  };
  for (std::size_t i = 0; i < name.count; ++i) {
    const auto& ours = *name.word[i];
    const auto level = likeness(ours, word);
    if (level == Likeness::initial) {
      answer.any = answer.initial = true;
    } else if (level != Likeness::none) {
      const double weight = weight_of(level, ours, word);
      const double share = share_beside(ours, word);
      bring(weight * share, weight * (1 - share));
      answer.same_block =
          answer.same_block || level == Likeness::relative || ours.facts.block == word.facts.block;
      answer.whole = answer.whole || level == Likeness::same || level == Likeness::spelling;
    }
    const bool together = i + 1 < name.count && !word.initial && !ours.initial &&
                          !name.word[i + 1]->initial &&
                          is_run_together(ours, *name.word[i + 1], word);
    const bool parted = may_be_part_of(word, ours);
    if (!together && !parted) continue;
    // Each of two parts brings half of what is always counted.
    bring(weights::run_together * weights::further_word / (together ? 1 : 2),
          weights::run_together * (1 - weights::further_word));
    answer.two = answer.two || together;
    answer.same_block = answer.whole = true;
  }
}

Answers::Answer Answers::answer_to(const Word& word) const {
  Answer answer;
  for (std::size_t n = 0; n < names_.count; ++n)
    add(answer, names_.name[n], word);
  return answer;
}

const Answers::Answer& Answers::to(WordId id) const {
  auto& slot = memory_.slots_[id % Memory::slots];
  if (slot.search != memory_.search_ || slot.word != id)
    slot = {memory_.search_, id, answer_to(vocabulary_[id])};
  return slot.answer;
}

NameBound Answers::bound_of_one(std::span<const Records::WrittenWord> name) const {
  WordSum sum;
  double initials = 0;
  bool same_block = false;
  std::size_t words = 0;
  std::size_t wholes = 0;
  std::size_t answered = 0;  // words of the query, at most
  std::size_t unanswered = 0;
  for (const auto written : name) {
    words += Records::is_particle_of_name(written) ? 0 : 1;
    const auto& answer = to(Records::id_of(written));
    if (!answer.any) {
      unanswered += Records::is_particle_of_name(written) ? 0 : 1;
      continue;
    }
    sum.add_parts(static_cast<double>(answer.further), static_cast<double>(answer.first));
    initials += answer.initial ? 1 : 0;
    same_block = same_block || answer.same_block;
    wholes += answer.whole ? 1 : 0;
    answered += answer.two ? 2 : 1;
  }
  const auto left = fewest_words_ > answered ? fewest_words_ - answered : 0;
  const auto against = std::min(left, unanswered);
  double most =
      std::min(sum.weight() + std::min(initials, weights::initials_most), weights::names_most);
  if (!same_block) most = std::min(most, weights::names_loosely_most);
  const bool namesake = against == 0 && (wholes >= 2 || (wholes == 1 && words <= 1));
  return {
      std::max(most + weights::word_nearly * static_cast<double>(against), weights::names_differ),
      namesake};
}

NameBound Answers::bound(std::span<const Records::WrittenWord> names) const {
  NameBound most{0, false};
  for (bool any = false; !names.empty(); any = true) {
    std::size_t count = 1;
    while (!Records::is_last_of_name(names[count - 1]))
      ++count;
    const auto one = bound_of_one(names.first(count));
    most = {any ? std::max(most.weight, one.weight) : one.weight, most.namesake || one.namesake};
    names = names.subspan(count);
  }
  return most;
}

}  // namespace badgewatch::match
