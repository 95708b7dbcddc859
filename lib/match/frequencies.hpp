// How common each word of names is among a register's people: the more bear it, the less it says.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace badgewatch::match {

class Profile;
struct WordFacts;

// A published table. Immutable, cheap to copy, safe from any thread. People are comparable only
// when their profiles were made with the same table.
class Frequencies {
public:
  // config/names/frequencies.txt.
  static const Frequencies& built_in();
  // The form of that file: a word, how many of a million people bear it, and perhaps how much of
  // what it says is left beside another word of the same name (above 0, at most 1), a line; #
  // begins a comment. A word "*" stands for every word that is not there. Errc::malformed when a
  // line is of another form.
  static core::Result<Frequencies> read(std::string_view text);

  // The table in that form; read() of it gives the same.
  std::string text() const;
  // The same for the same text().
  std::uint32_t fingerprint() const;
  // How many words have a line of their own.
  std::size_t words() const;
  WordFacts facts_of(std::string_view word) const;

private:
  friend class FrequencyCount;
  friend double share_that_differs(const Frequencies&, const Frequencies&);
  struct Table;
  explicit Frequencies(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
  std::shared_ptr<const Table> table_;
};

// Of what people's words say under `learnt`, the share that says something else under `in_force`:
// words whose weight, alone or beside another word, lies half a bit or more apart, by how often
// they are borne. 1 when that is so of the words that neither table names.
double share_that_differs(const Frequencies& in_force, const Frequencies& learnt);

// Whether `learnt` should take the place of `in_force`: a replacement has a whole register compared
// anew, so a hundredth of what is borne must say something else.
bool differs_materially(const Frequencies& in_force, const Frequencies& learnt);

// Learns a table from a register's own people.
class FrequencyCount {
public:
  // Each word once, however often that person's names have it.
  void add(const Profile& profile);
  std::size_t people() const { return people_; }
  // What was counted, and beside it the built-in table as if 2,000 of its people had been counted.
  Frequencies learnt() const;
  // The same of records among which many are of one person: how words come together is not learnt,
  // since one person's always do.
  Frequencies learnt_from_duplicates() const;

private:
  std::uint32_t number_of(std::string_view word);
  std::vector<double> shares() const;
  Frequencies table_with(const std::vector<double>& shares) const;

  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::uint32_t> bearers_;                         // by number
  std::unordered_map<std::uint64_t, std::uint32_t> together_;  // of two numbers, both ways
  std::size_t people_ = 0;
};

}  // namespace badgewatch::match
