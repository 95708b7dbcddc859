// One search of an index: gathers whom to look at, then compares.
#pragma once

#include "match/answers.hpp"
#include "match/areas.hpp"
#include "match/birthdays.hpp"
#include "match/block_counts.hpp"
#include "match/keys.hpp"
#include "match/likely_days.hpp"
#include "match/postings.hpp"
#include "match/profile.hpp"
#include "match/records.hpp"
#include "match/telling_words.hpp"
#include "match/wanted_names.hpp"

#include <optional>
#include <span>
#include <vector>

namespace badgewatch::match {

// Where an index keeps its people.
struct Filed {
  const Records& records;
  const Postings& details;
  const Postings& dated_names;
  const Postings& undated_names;
  const Birthdays& birthdays;
  const BlockCounts& undated_words;  // of those without a date of birth
  double names_from = 0;             // what names must bring that find by themselves
  bool anyone_undated = false;
};

class Search {
public:
  Search(const Profile::Data& query, const Filed& filed, const SearchLimits& limits);

  // Whoever could be possible or better, by a key or by a date of birth.
  void gather();
  SearchResult compare();

private:
  // What one search leaves to the next of its thread: room, and nothing else.
  struct Memory;
  static Memory& memory();
  std::span<const Blocks> other_writings() const;

  void by_numbers();
  void by_keys();
  void take_all(const Postings& postings, const Keys& keys);
  void by_birthday();
  // What names have to bring on that day to make somebody possible who shares no key and lives
  // near, and whose NI number is a different one.
  struct Needed {
    double of_anybody = 0;
    double beside_another_number = 0;
  };
  Needed needed_of_names(const Finding& born) const;
  // A way in which dates of birth are alike.
  struct Alike {
    bool asked = false;
    Needed needed;
    bool namesakes = false;  // an equal name is enough
    TellingWords telling;
  };
  struct ListedDay {
    const Day* list = nullptr;
    std::size_t alike = 0;
  };
  // Somebody of a day whose names may be enough, unless address or number are others.
  struct Glimpse {
    const Day* list = nullptr;
    std::uint32_t person = 0;
    bool namesake = false;  // the name is enough
    std::size_t alike = 0;
    NameBound names;
  };
  // Somebody to be compared.
  struct Suspect {
    RecordId record = 0;
    NameBound names;
  };
  Alike alike_as(const Finding& born) const;
  void list_days();
  void look_through(const ListedDay& day);
  bool are_enough(const Glimpse& glimpse, const Lead& lead) const;
  void suspect(RecordId record, const NameBound& names);
  bool says_too_little() const;
  // Somebody of whom all but the names is compared.
  struct Waiting {
    RecordId record = 0;
    DetailFindings found;
  };
  void compare_all_but_names(std::size_t count);
  bool may_be_found(const DetailFindings& found, const NameBound& bound) const;
  std::optional<Score> score(const Waiting& one) const;
  bool is_wanted(const Score& score) const;

  const Profile::Data& query_;
  const NameList names_;
  const Birthday born_;  // as stated, or as the driver number tells it
  const Filed filed_;
  const SearchLimits limits_;
  Memory& memory_;
  const std::span<const Blocks> other_writings_;
  const WantedNames wanted_;
  const Answers answers_;
  const Areas areas_;
  const NumberEnds insurance_;
};

}  // namespace badgewatch::match
