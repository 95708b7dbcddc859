// On which days somebody is filed whose date of birth may be that of the query.
#pragma once

#include "match/details.hpp"
#include "match/evidence.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace badgewatch::match {

// Most days are found alike: each finding stands here once.
class LikelyDays {
public:
  struct One {
    Birthday day;
    std::uint16_t finding = 0;  // its place among the findings
  };

  // `found` weighs more than 0.
  void add(const Birthday& day, const Finding& found) { days_.push_back({day, place_of(found)}); }
  // As a day that was added with that finding.
  void add_alike(const Birthday& day, std::uint16_t finding) { days_.push_back({day, finding}); }
  std::uint16_t place_of(const Finding& found);
  // All of another one's, in that year; nothing has been added before.
  void add_all_of(const LikelyDays& other, std::int16_t year);
  void clear();

  std::span<const One> days() const { return days_; }
  std::span<const Finding> findings() const { return findings_; }

private:
  std::vector<One> days_;
  std::vector<Finding> findings_;
};

// Adds every day for which compare_birthdays() finds more than nothing in favour, to none. `born`
// is known.
void add_likely_days(const Birthday& born, LikelyDays& days);

}  // namespace badgewatch::match
