// The authorities, officers and systems of a year of searches, and what they wrote down.
#pragma once

#include "sample/search_people.hpp"
#include "sample/searches.hpp"

#include <string>
#include <vector>

namespace badgewatch::sample {

struct SearchingOfficer {
  std::string name;
  std::uint64_t own_name = 0;
  int begins = 9;  // hour
  int ends = 17;
  double cases_a_day = 8;
  int from_day = 0;  // of the year
  int leave = 0;     // first day of a fortnight
};

struct SearchingAuthority {
  std::string code;
  std::uint64_t area = 0;
  std::vector<SearchingOfficer> officers;
  bool saturdays = false;
  int drivers = 0;          // that a system asks about once a month; 0: none does
  int peak = 0;             // first day of three weeks of renewals
  std::uint64_t cases = 0;  // so far
};

class SearchDiary {
public:
  SearchDiary(const SearchYearOptions& options, SearchYear& year)
      : options_(options), year_(year) {}

  core::Uuid write(const SearchingAuthority& authority, const SearchingOfficer& officer,
                   core::Date day, int hour, domain::Purpose purpose, std::uint64_t case_number,
                   domain::SearchTraits traits, Draws& draws, double hit_percent = 2);

  const SearchYearOptions& options() const { return options_; }
  std::uint64_t new_person() { return ++people_; }
  static std::uint64_t new_case(SearchingAuthority& authority) { return ++authority.cases; }

private:
  const SearchYearOptions& options_;
  SearchYear& year_;
  std::uint64_t written_ = 0;
  std::uint64_t people_ = 0;
};

bool is_weekend(core::Date day);

// All that is no fishing.
void work_a_year(std::vector<SearchingAuthority>& authorities, SearchDiary& diary);
// One who fishes.
Fishing fish(domain::Pattern pattern, std::uint64_t number,
             std::vector<SearchingAuthority>& authorities, SearchDiary& diary);

}  // namespace badgewatch::sample
