#include "match/likely_days.hpp"

#include <array>

namespace badgewatch::match {

namespace {

class Days {
public:
  Days(const Birthday& born, std::vector<LikelyDay>& days) : born_(born), days_(days) {}

  void add(int year, unsigned month, unsigned day) {
    const Birthday filed{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
                         static_cast<std::uint8_t>(day)};
    const auto found = compare_birthdays(born_, filed);
    if (found.verdict != Verdict::conflict) days_.push_back({filed, found});
  }
  // All of its days, and those that are known in part.
  void add_year() {
    for (unsigned month = 0; month <= 12; ++month)
      for (unsigned day = 0; day <= 31; ++day)
        add(born_.year, month, day);
  }
  // The same day of years that are written much like this one.
  void add_near_years();
  // A whole date with one of its parts written slightly wrong, swapped, cut short, or replaced by
  // a 1 January.
  void add_near();

private:
  // One digit is another one: they all differ alike.
  void add_nearly(int year, unsigned month, unsigned day);

  const Birthday born_;
  std::vector<LikelyDay>& days_;
  Finding nearly_;
};

void Days::add_nearly(int year, unsigned month, unsigned day) {
  const Birthday filed{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
                       static_cast<std::uint8_t>(day)};
  if (nearly_.sentence == Sentence::none) nearly_ = compare_birthdays(born_, filed);
  if (nearly_.verdict != Verdict::conflict) days_.push_back({filed, nearly_});
}

void Days::add_near_years() {
  const int year = born_.year;
  const auto add_same_day = [&](int other) { add_nearly(other, born_.month, born_.day); };
  for (const int place : {1, 10, 100, 1000}) {
    const int without = year - year / place % 10 * place;
    for (int digit = 0; digit <= 9; ++digit)
      if (const int other = without + digit * place; other != year) add_same_day(other);
  }
  // A year too many or too few that changes more than one digit: 1999 and 2000.
  if (year % 10 == 0) add_same_day(year - 1);
  if (year % 10 == 9) add_same_day(year + 1);
}

void Days::add_near() {
  const int year = born_.year;
  const unsigned month = born_.month;
  const unsigned day = born_.day;
  add(year, month, day);
  if (day <= 12 && day != month) add(year, day, month);
  const auto is_new = [&](unsigned m, unsigned d) { return !(m == day && d == month); };
  for (unsigned other = 1; other <= 31; ++other)
    if (other != day && (one_digit_from(day) >> other & 1) != 0 && is_new(month, other))
      add_nearly(year, month, other);
  for (unsigned other = 1; other <= 12; ++other)
    if (other != month && (one_digit_from(month) >> other & 1) != 0 && is_new(other, day))
      add_nearly(year, other, day);
  add_near_years();
  add(year, month, 0);
  add(year, 0, 0);
  const Birthday default_day{born_.year, 1, 1};
  if (!is_nearly(born_, default_day)) add(year, 1, 1);
}

// A year whose days are all likely: what one of its days, or a part of one, is set against them
// says the same in each year.
const std::vector<LikelyDay>& whole_year(unsigned month, unsigned day) {
  static const auto years = [] {
    std::array<std::vector<LikelyDay>, 14> made;
    constexpr std::int16_t any = 2000;
    for (std::uint8_t of = 0; of <= 12; ++of)
      Days({any, of, 0}, made[of]).add_year();
    Days({any, 1, 1}, made[13]).add_year();
    return made;
  }();
  return years[day == 0 ? month : 13];
}

}  // namespace

void add_likely_days(const Birthday& born, std::vector<LikelyDay>& days) {
  Days more(born, days);
  if (born.is_whole() && !born.is_default()) return more.add_near();
  for (auto day : whole_year(born.month, born.day)) {
    day.day.year = born.year;
    days.push_back(day);
  }
  if (born.is_whole()) more.add_near_years();
}

}  // namespace badgewatch::match
