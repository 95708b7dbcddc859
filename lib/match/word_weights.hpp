// What words of names say: one of each name that are alike, and several of one name together.
#pragma once

#include "match/words.hpp"

#include <algorithm>

namespace badgewatch::match {

// What a word weighs where it is the same, and where a relative of it is there.
double bits(const Word& word);
// The same of all spellings of it together.
double family_bits(const Word& word);
double weight_of_relative(const Word& word);
// The most that it can weigh where only a typing error tells that it is meant.
double most_weight_of_typo(const Word& word);
// How much of that is left beside another word of the name.
double share_beside_others(const Word& word);
// The most that a word can bring to a WordSum, by itself or as a part of one that the other name
// writes together.
struct WordParts {
  double further = 0;
  double first = 0;
};
WordParts most_parts_of(const Word& word);
// What two words weigh that are so alike, and how much of it is left beside another pair.
double weight_of(Likeness likeness, const Word& a, const Word& b);
double share_beside(const Word& a, const Word& b);

// People share words with others of their language, so that each further one tells less than it
// would alone.
class WordSum {
public:
  // `share`: how much of the weight is left where another word of the name is known already.
  void add(double weight, double share) { add_parts(weight * share, weight * (1 - share)); }
  // The same in parts: what is always counted, and what only one word brings beside.
  void add_parts(double further, double first) {
    further_ += further;
    first_ = std::max(first_, first);
  }
  double weight() const { return further_ + first_; }

private:
  double further_ = 0;
  double first_ = 0;
};

}  // namespace badgewatch::match
