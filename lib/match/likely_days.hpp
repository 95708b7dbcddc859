// On which days somebody is filed whose date of birth may be that of the query.
#pragma once

#include "match/details.hpp"
#include "match/evidence.hpp"

#include <vector>

namespace badgewatch::match {

struct LikelyDay {
  Birthday day;
  Finding born;  // what comparing it with the query's date says; its weight is above 0
};

// Adds every day for which compare_birthdays() finds more than nothing in favour. `born` is known.
void add_likely_days(const Birthday& born, std::vector<LikelyDay>& days);

}  // namespace badgewatch::match
