// The program's subcommands. Each ends with one of exit_codes.hpp.
#pragma once

#include "core/date.hpp"

#include <optional>
#include <string>

namespace badgewatch::matcher {

struct Options {
  core::Date today;  // bounds dates of birth
  bool all_warnings = false;
  std::string a;
  std::string b;
  std::string frequencies;          // a file, "built-in", or empty: learnt where there is enough
  std::string weights;              // for `train`: the file whose numbers it learns anew
  std::string population;           // for `train`: what A and B are, said in the file
  std::optional<double> threshold;  // a probability; without it, the band "possible"
};

// {"id", "a": PERSON, "b": PERSON} a line on standard input; the comparison with its evidence out.
int score(const Options& options);
// Pairs of a person of A and one of B.
int link(const Options& options);
// Pairs within A, each once.
int dedupe(const Options& options);
// The table of word frequencies that A teaches, to standard output.
int frequencies(const Options& options);
// The weights file with the numbers that pairs of A and B teach, without knowing who is who, to
// standard output.
int train(const Options& options);
// What the index finds of B in A, against comparing everybody with everybody.
int verify(const Options& options);

}  // namespace badgewatch::matcher
