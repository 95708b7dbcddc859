#include "match/likely_days.hpp"

#include <array>

namespace badgewatch::match {

namespace {

class Days {
public:
  explicit Days(const Birthday& born) : born_(born) { days_.reserve(96); }

  void add(int year, unsigned month, unsigned day) {
    const Birthday filed{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
                         static_cast<std::uint8_t>(day)};
    const auto found = compare_birthdays(born_, filed);
    if (found.weight > 0) days_.push_back({filed, found});
  }
  // All of its days, and those that are known in part.
  void add_year(int year) {
    for (unsigned month = 0; month <= 12; ++month)
      for (unsigned day = 0; day <= 31; ++day)
        add(year, month, day);
  }
  // A whole date with one of its parts written slightly wrong, swapped, cut short, or replaced by
  // a 1 January.
  void add_near();
  std::vector<LikelyDay> take() { return std::move(days_); }

private:
  const Birthday born_;
  std::vector<LikelyDay> days_;
};

void Days::add_near() {
  const int year = born_.year;
  const unsigned month = born_.month;
  const unsigned day = born_.day;
  add(year, month, day);
  if (day <= 12 && day != month) add(year, day, month);
  const auto is_new = [&](unsigned m, unsigned d) { return !(m == day && d == month); };
  for (unsigned other = 1; other <= 31; ++other)
    if (other != day && (one_digit_from(day) >> other & 1) != 0 && is_new(month, other))
      add(year, month, other);
  for (unsigned other = 1; other <= 12; ++other)
    if (other != month && (one_digit_from(month) >> other & 1) != 0 && is_new(other, day))
      add(year, other, day);
  for (const int place : {1, 10, 100, 1000}) {
    const int without = year - year / place % 10 * place;
    for (int digit = 0; digit <= 9; ++digit)
      if (const int other = without + digit * place; other != year) add(other, month, day);
  }
  // A year too many or too few that changes more than one digit: 1999 and 2000.
  if (year % 10 == 0) add(year - 1, month, day);
  if (year % 10 == 9) add(year + 1, month, day);
  add(year, month, 0);
  add(year, 0, 0);
  const Birthday default_day{born_.year, 1, 1};
  if (!is_nearly(born_, default_day)) add(year, 1, 1);
}

}  // namespace

std::vector<LikelyDay> likely_days(const Birthday& born) {
  Days days(born);
  if (!born.is_whole() || born.is_default()) days.add_year(born.year);
  if (!born.is_whole()) return days.take();
  if (!born.is_default()) {
    days.add_near();
    return days.take();
  }
  // The year's own days are there.
  for (const int place : {1, 10, 100, 1000}) {
    const int without = born.year - born.year / place % 10 * place;
    for (int digit = 0; digit <= 9; ++digit)
      if (const int other = without + digit * place; other != born.year) days.add(other, 1, 1);
  }
  if (born.year % 10 == 0) days.add(born.year - 1, 1, 1);
  if (born.year % 10 == 9) days.add(born.year + 1, 1, 1);
  return days.take();
}

}  // namespace badgewatch::match
