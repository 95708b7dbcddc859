// What the names of a query can weigh at most beside somebody whose signature is known, so that
// most people need not be looked at.
#pragma once

#include "match/birthdays.hpp"
#include "match/keys.hpp"
#include "match/scorer.hpp"
#include "match/telling_words.hpp"
#include "match/vocabulary.hpp"
#include "match/word_weights.hpp"
#include "match/words.hpp"

#include <array>
#include <span>
#include <vector>

namespace badgewatch::match {

// Of a record's names.
Signature signature_of(const NameList& names);

class WantedNames {
public:
  // `others`: of each name (other_writings_of()).
  WantedNames(const NameList& names, std::span<const Blocks> others, const Vocabulary& vocabulary);

  // Never less than what compare_names() finds beside a record of the vocabulary's words, whose
  // signature has these, as a list of a day has them.
  NameBound bound(std::span<const WordCode> words) const;
  // Whatever the signature.
  double most() const { return most_; }

  // Words of which a signature must have one to bring so much, or to be a namesake's where that is
  // enough. Those of nobody where everybody has to be looked at.
  TellingWords telling(double weight, bool or_namesake) const;

private:
  // The most that a word of a code can bring to a WordSum.
  struct Wanted {
    WordParts parts;
    WordCode code = 0;
    // Which word of the query it answers, `joined` where it may be more than one.
    std::uint16_t word = 0;
    bool same_block = false;  // as that word
    bool mistake = false;     // only by a typing error
    std::uint16_t next = 0;
  };
  // Codes that bring the same to the same word.
  struct Group {
    WordParts parts;
    std::uint16_t word = 0;
    bool same_block = false;
    std::uint16_t first = 0;  // place in wanted_, of all
    std::uint16_t count = 0;
  };
  static constexpr std::uint16_t none = 0xFFFF;
  static constexpr std::uint16_t joined = 0xFFFF;

  void want(const Wanted& wanted);
  void want_words(const WordList& name);
  void want_mistakes(const WordList& name, const Vocabulary& vocabulary);
  const Wanted* find(WordCode code) const;
  void group_by_weight();

  std::vector<Wanted> wanted_;              // each word's mistakes one behind the other
  std::vector<Group> groups_;               // the least first
  std::array<std::uint16_t, 256> by_byte_;  // the first whose code has that low byte
  std::uint16_t counted_ = 0;               // words of all names
  double most_ = 0;                         // whatever the signature
  double initials_ = 0;                     // that our initials bring
  double initials_of_both_ = 0;             // where the other names have some too
  bool other_script_ = false;               // of the query: no signature says anything of it
  bool too_many_ = false;                   // words to be weighed one by one
  bool single_ = false;                     // a name has one word only
};

}  // namespace badgewatch::match
