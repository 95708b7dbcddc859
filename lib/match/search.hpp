// One search of an index: gathers whom to look at, then compares.
#pragma once

#include "match/birthdays.hpp"
#include "match/keys.hpp"
#include "match/likely_days.hpp"
#include "match/postings.hpp"
#include "match/profile.hpp"
#include "match/records.hpp"
#include "match/wanted_names.hpp"

#include <vector>

namespace badgewatch::match {

// Where an index keeps its people.
struct Filed {
  const Records& records;
  const Postings& postings;
  const Birthdays& birthdays;
  bool anyone_undated = false;
};

class Search {
public:
  Search(const Profile::Data& query, const Filed& filed, const SearchLimits& limits);

  // Whoever could be possible or better, by a key or by a date of birth.
  void gather();
  SearchResult compare();

private:
  void by_keys();
  bool is_found_by_keys(RecordId record) const;
  void by_birthday();
  // What names have to bring on that day to make somebody possible who shares no key, and whose NI
  // number is a different one.
  struct Needed {
    double of_anybody = 0;
    double beside_another_number = 0;
  };
  Needed needed_of_names(const Finding& born) const;
  struct ListedDay {
    const Birthdays::Day* list = nullptr;
    Needed needed;
    bool namesakes = false;  // an equal name is enough on that day
  };
  void take(const ListedDay& day, Digits digits);
  bool says_too_little() const;
  Score score(const Lead& lead) const;

  const Profile::Data& query_;
  const NameList names_;
  const Filed filed_;
  const SearchLimits limits_;
  const WantedNames wanted_;
  std::vector<Lead> leads_;
  std::size_t found_by_keys_ = 0;  // the first of them
};

}  // namespace badgewatch::match
