#include "match/alignment.hpp"
#include "match/weights.hpp"
#include "match/word_weights.hpp"

#include <algorithm>
#include <tuple>

namespace badgewatch::match {

double most_weight_of(const WordList& name) {
  WordSum sum;
  for (std::size_t i = 0; i < name.count; ++i) {
    const auto most = most_parts_of(*name.word[i]);
    sum.add_parts(most.further, most.first);
  }
  return std::min(sum.weight(), weights::names_most);
}

double most_weight_of(const NameList& names) {
  double most = weights::names_loosely_most;
  for (std::size_t n = 0; n < names.count; ++n)
    most = std::max(most, most_weight_of(names.name[n]));
  return most;
}

Verdict verdict_of_names(const NameList& a, const NameList& b) {
  auto best = Verdict::missing;
  for (std::size_t i = 0; i < a.count; ++i)
    for (std::size_t j = 0; j < b.count; ++j)
      best = std::min(best, Alignment(a.name[i], b.name[j], Precedence::letters).finding().verdict);
  return best;
}

NameFinding compare_names(const NameList& ours, const NameList& theirs) {
  NameFinding best;
  bool full = false;
  bool same = false;
  for (std::size_t i = 0; i < ours.count; ++i) {
    for (std::size_t j = 0; j < theirs.count; ++j) {
      const auto finding = Alignment(ours.name[i], theirs.name[j]).finding();
      full = full || finding.full;
      same = same || finding.same;
      const auto rank = [](const NameFinding& one) {
        return std::tuple(one.weight, -static_cast<int>(one.verdict), one.whole);
      };
      if (best.verdict != Verdict::missing && rank(finding) <= rank(best)) continue;
      best = finding;
      best.our_name = static_cast<std::uint8_t>(i);
      best.their_name = static_cast<std::uint8_t>(j);
    }
  }
  best.other_script = ours.other_script != theirs.other_script && best.verdict != Verdict::missing;
  // How a name sounds in Latin letters is a guess: that it differs says nothing.
  if (best.other_script && best.weight < 0) {
    best.verdict = Verdict::missing;
    best.weight = 0;
    best.sentence = Sentence::names_other_script;
  }
  best.full = full;
  best.same = same;
  return best;
}

}  // namespace badgewatch::match
