// What the names of a query can weigh at most beside somebody whose signature is known, so that
// most people need not be looked at.
#pragma once

#include "match/birthdays.hpp"
#include "match/scorer.hpp"
#include "match/vocabulary.hpp"
#include "match/words.hpp"

#include <array>

namespace badgewatch::match {

class WantedNames {
public:
  WantedNames(const NameList& names, const Vocabulary& vocabulary);

  // Never less than what compare_names() finds.
  NameBound bound(Signature signature) const;
  // Whatever the signature.
  double most() const { return most_; }
  // That of a signature none of whose words is wanted: of most of them.
  const NameBound& least() const { return least_; }
  bool is_wanted(Signature signature) const {
    return other_script_ || wanted_[signature & 0xFF] || wanted_[signature >> 8 & 0xFF] ||
           wanted_[signature >> 16 & 0xFF] || wanted_[signature >> 24];
  }

private:
  void want(std::uint32_t block, double weight, double share, bool own);
  void want_words(const WordList& name, bool only_name);

  std::array<bool, 256> wanted_{};
  NameBound least_;
  // By byte of a signature: the most that such a word can bring to a WordSum.
  std::array<float, 256> further_{};
  std::array<float, 256> first_{};
  std::array<bool, 256> own_{};  // such a word answers one of the query, which then has no mistake
  std::size_t words_ = 0;        // of the name that has most
  double error_further_ = 0;     // of the greatest mistake
  double error_first_ = 0;
  double most_ = 0;  // whatever the signature
  double initials_ = 0;
  bool other_script_ = false;  // of the query: no signature says anything of it
  bool single_ = false;        // a name has one word only
};

}  // namespace badgewatch::match
