// How often each level of agreement comes about between records of one person (m) and of two (u),
// learnt from pairs without labels: expectation maximisation for the model of Fellegi and Sunter
// (1969; Winkler 1988).
#pragma once

#include "match/evidence.hpp"
#include "match/profile.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace badgewatch::match {

struct Level {
  std::string weight;  // its line in config/match/weights.txt
  double m = 0;
  double u = 0;
  double pairs = 0;  // of one person, expected; few make a poor estimate
};

// Pairs are brought together by one field at a time, and what such a block says of that field is
// not used: it says the same of every pair in it.
class Training {
public:
  Training(const std::vector<Profile>& a, const std::vector<Profile>& b);
  // The levels of date of birth, numbers and address, as far as pairs have them.
  std::vector<Level> levels() const;

private:
  enum Field : std::size_t { name, born, insurance, licence, address, fields };
  using Pattern = std::array<Sentence, fields>;  // none: not comparable
  using Counts = std::map<Pattern, double>;
  using Shares = std::array<std::map<Sentence, double>, fields>;
  struct Block {
    Field by;
    Counts patterns;
    Shares expected;                       // pairs of one person at each level
    std::map<Sentence, double> strangers;  // pairs of two at each level of `by`
  };

  Pattern pattern_of(const Profile& a, const Profile& b) const;
  void draw_strangers();
  void fill(Block& block);
  void maximise(Block& block) const;
  double share_among_strangers(Field field, Sentence level) const;

  const std::vector<Profile>& a_;
  const std::vector<Profile>& b_;
  Shares strangers_;  // u, of pairs drawn by chance
  std::vector<Block> blocks_;
};

}  // namespace badgewatch::match
