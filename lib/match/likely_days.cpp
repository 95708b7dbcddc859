#include "match/likely_days.hpp"

#include <array>
#include <bit>

namespace badgewatch::match {

std::uint16_t LikelyDays::place_of(const Finding& found) {
  std::uint16_t place = 0;
  while (place < findings_.size() &&
         (findings_[place].sentence != found.sentence || findings_[place].weight != found.weight))
    ++place;
  if (place == findings_.size()) findings_.push_back(found);
  return place;
}

void LikelyDays::add_all_of(const LikelyDays& other, std::int16_t year) {
  findings_ = other.findings_;
  days_ = other.days_;
  for (auto& one : days_)
    one.day.year = year;
}

void LikelyDays::clear() {
  days_.clear();
  findings_.clear();
}

namespace {

Birthday day_of(int year, unsigned month, unsigned day) {
  return {static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
          static_cast<std::uint8_t>(day)};
}

class Days {
public:
  Days(const Birthday& born, LikelyDays& days) : born_(born), days_(days) {}

  void add(int year, unsigned month, unsigned day) {
    const auto filed = day_of(year, month, day);
    const auto found = compare_birthdays(born_, filed);
    if (found.verdict != Verdict::conflict) days_.add(filed, found);
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
  // Numbers up to `most` that one digit makes another one of.
  template <class Add>
  static void each_nearly(unsigned number, unsigned most, Add&& add) {
    auto others = one_digit_from(number) & ~(1U << number) & ((2U << most) - 2);
    for (; others != 0; others &= others - 1)
      add(static_cast<unsigned>(std::countr_zero(others)));
  }

  const Birthday born_;
  LikelyDays& days_;
};

// One digit is another one: they all differ alike.
void Days::add_near_years() {
  const int year = born_.year;
  const auto found =
      compare_birthdays(born_, day_of(year - year % 10 + (year + 1) % 10, born_.month, born_.day));
  if (found.verdict == Verdict::conflict) return;
  const auto finding = days_.place_of(found);
  const auto add_same_day = [&](int other) {
    days_.add_alike(day_of(other, born_.month, born_.day), finding);
  };
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
  each_nearly(day, 31, [&](unsigned other) {
    if (is_new(month, other)) add(year, month, other);
  });
  each_nearly(month, 12, [&](unsigned other) {
    if (is_new(other, day)) add(year, other, day);
  });
  add_near_years();
  add(year, month, 0);
  add(year, 0, 0);
  const Birthday default_day{born_.year, 1, 1};
  if (!is_nearly(born_, default_day)) add(year, 1, 1);
}

// A year whose days are all likely: what one of its days, or a part of one, is set against them
// says the same in each year.
const LikelyDays& whole_year(unsigned month, unsigned day) {
  static const auto years = [] {
    std::array<LikelyDays, 14> made;
    constexpr std::int16_t any = 2000;
    for (std::uint8_t of = 0; of <= 12; ++of)
      Days({any, of, 0}, made[of]).add_year();
    Days({any, 1, 1}, made[13]).add_year();
    return made;
  }();
  return years[day == 0 ? month : 13];
}

}  // namespace

void add_likely_days(const Birthday& born, LikelyDays& days) {
  Days more(born, days);
  if (born.is_whole() && !born.is_default()) return more.add_near();
  days.add_all_of(whole_year(born.month, born.day), born.year);
  if (born.is_whole()) more.add_near_years();
}

}  // namespace badgewatch::match
