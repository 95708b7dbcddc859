// What words of one name say together. People share words with others of their language, so that
// each further one tells less than it would alone.
#pragma once

#include <algorithm>

namespace badgewatch::match {

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
