// What the names of a query can weigh at most beside somebody whose signature is known, so that
// most people need not be looked at.
#pragma once

#include "match/birthdays.hpp"
#include "match/scorer.hpp"
#include "match/telling_words.hpp"
#include "match/vocabulary.hpp"
#include "match/words.hpp"

#include <array>
#include <vector>

namespace badgewatch::match {

class WantedNames {
public:
  WantedNames(const NameList& names, const Vocabulary& vocabulary);

  // Never less than what compare_names() finds.
  NameBound bound(const Signature& signature) const;
  // Whatever the signature.
  double most() const { return most_; }
  // That of a signature none of whose words is wanted: of most of them.
  const NameBound& least() const { return least_; }

  // Words of which a signature must have one to bring so much, or to be a namesake's where that is
  // enough. Those of nobody where everybody has to be looked at.
  TellingWords telling(double weight, bool or_namesake) const;

private:
  // The most that a word of a code can bring to a WordSum.
  struct Wanted {
    double further = 0;
    double first = 0;
    WordCode code = 0;
    // Which word of the query it answers, `joined` where it may be more than one.
    std::uint16_t word = 0;
    bool same_block = false;  // as that word
    bool own = false;         // that word then has no mistake
    std::uint16_t next = 0;
  };
  static constexpr std::uint16_t none = 0xFFFF;
  static constexpr std::uint16_t joined = 0xFFFF;

  void want(const Wanted& wanted);
  void want_words(const WordList& name, bool only_name);
  const Wanted* find(WordCode code) const;
  void sort_by_weight();
  double with_mistakes(double further, double first, std::size_t own) const;

  std::vector<Wanted> wanted_;
  std::vector<std::uint16_t> by_weight_;    // places there, the least first
  std::array<std::uint16_t, 256> by_byte_;  // the first whose code has that low byte
  NameBound least_;
  std::size_t words_ = 0;      // of the name that has most
  std::uint16_t counted_ = 0;  // words of all names
  double error_further_ = 0;   // of the greatest mistake
  double error_first_ = 0;
  double most_ = 0;  // whatever the signature
  double initials_ = 0;
  bool other_script_ = false;  // of the query: no signature says anything of it
  bool single_ = false;        // a name has one word only
};

}  // namespace badgewatch::match
