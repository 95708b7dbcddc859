// How two names lie side by side: which words answer which, and what that weighs.
#pragma once

#include "match/evidence.hpp"
#include "match/word_weights.hpp"
#include "match/words.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace badgewatch::match {

// Words of a name that nothing in the other answers, particles left out, in their order.
struct LeftWords {
  std::array<const Word*, max_words_compared> word;
  std::size_t count = 0;
  // Whether the name's first word, its last one are among them.
  bool first = false;
  bool last = false;

  // How many of them are written much like one of the others.
  std::size_t like_any_of(const LeftWords& others) const;
};

// Which of two pairs of words that are equally alike is taken: the one that says more, or the one
// whose letters come first, which no table of frequencies changes.
enum class Precedence { weight, letters };

// How two names lie side by side.
class Alignment {
public:
  // Keeps both names, which outlive it.
  Alignment(const WordList& a, const WordList& b, Precedence precedence = Precedence::weight);

  NameFinding finding() const;

  // A word of each name that are alike.
  struct Pair {
    Likeness likeness = Likeness::none;
    double weight = 0;
    std::uint8_t ours = 0;
    std::uint8_t theirs = 0;
  };
  // Two words of one name that the other writes as one.
  struct Joined {
    bool ours = false;  // whose two words they are
    std::uint8_t first = 0;
    std::uint8_t whole = 0;
  };
  // Particles left out, the most alike first.
  std::span<const Pair> pairs() const { return {taken_.data(), taken_count_}; }
  std::span<const Joined> joined() const { return {joined_.data(), joined_count_}; }
  LeftWords left_of_ours() const;
  LeftWords left_of_theirs() const;
  // What both have does not stand in one order.
  bool is_in_another_order() const { return another_order_; }

private:
  void align_words();
  void take(const Pair& pair);
  // It stands before a word in one name that it stands behind in the other.
  bool crosses(const Pair& pair) const;
  // Two words of one name that nothing answers, against one of the other.
  void join(bool ours);
  void count_left();
  // Of words on one side only.
  double weight_of_alone(const WordList& longer, const LeftWords& left,
                         const WordList& other) const;
  bool have_last_words_aligned() const;
  double weight_of_order() const;
  std::size_t aligned() const { return whole_ + loosely_ + initials_; }
  double weight() const;

  const WordList& a_;
  const WordList& b_;
  const Precedence precedence_;
  std::uint16_t used_a_ = 0;
  std::uint16_t used_b_ = 0;
  std::array<Pair, max_words_compared> taken_;
  std::size_t taken_count_ = 0;
  std::array<Joined, max_words_compared> joined_;
  std::size_t joined_count_ = 0;
  bool another_order_ = false;
  WordSum agreeing_;            // initials apart
  std::size_t whole_ = 0;       // words that agree as one name
  std::size_t loosely_ = 0;     // words that agree by sound, a typing error or a short form
  std::size_t mistakes_ = 0;    // of those, by sound or a typing error
  std::size_t initials_ = 0;    // words that agree with an initial
  std::size_t same_block_ = 0;  // pairs that share what words are found by
  std::size_t against_ = 0;     // words on both sides that nothing answers
  std::size_t nearly_ = 0;      // of these, the ones written much like another
  std::size_t alone_ = 0;       // words on one side that nothing answers
  double weight_alone_ = 0;
  std::size_t words_a_ = 0;  // particles left out; two that are one in the other name are one
  std::size_t words_b_ = 0;
  bool spelling_ = false;
};

}  // namespace badgewatch::match
