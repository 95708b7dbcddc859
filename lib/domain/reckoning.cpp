#include "domain/reckoning.hpp"

#include <array>
#include <string_view>

namespace badgewatch::domain {

namespace {

constexpr std::array<std::string_view, 7> weekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                      "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> months = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::string plain_day(core::Date day) {
  return std::to_string(day.day()) + " " + std::string(months.at(day.month() - 1)) + " " +
         std::to_string(day.year());
}

std::string_view unit_in_words(PeriodUnit unit, bool is_one) {
  switch (unit) {
    case PeriodUnit::working_days:
      return is_one ? "working day" : "working days";
    case PeriodUnit::days:
      return is_one ? "day" : "days";
    case PeriodUnit::months:
      return is_one ? "month" : "months";
    case PeriodUnit::years:
      return is_one ? "year" : "years";
  }
  return "";
}

// Weekends, and the bank holidays by name of their day.
std::string not_counted(core::Date from, core::Date to, const core::WorkingDays& calendar) {
  std::string text = " Not counted: weekends";
  for (auto day = from; day <= to; day = day.plus_days(1))
    if (day.weekday() < 6 && !calendar.is_working_day(day)) text += ", " + plain_day(day);
  return text + ".";
}

const char* moved_in_words(const Period& period) {
  return period.ends_on_working_day ? ": it ends on a working day" : "";
}

}  // namespace

std::string day_in_words(core::Date day) {
  return std::string(weekdays.at(day.weekday() - 1)) + " " + plain_day(day);
}

std::string reckoning_in_words(const Period& period, core::Date from,
                               const core::WorkingDays& calendar) {
  const bool is_one = period.amount == 1;
  std::string text = std::to_string(period.amount) + " ";
  text += unit_in_words(period.unit, is_one);
  text += period.counts_first_day ? " beginning with " : " after ";
  text += day_in_words(from) + ".";
  const auto last = last_day_of(period, from, calendar);
  if (period.unit != PeriodUnit::working_days)
    return text + " The last day is " + day_in_words(last) + moved_in_words(period) + ".";
  const auto first = calendar.last_day(period.counts_first_day ? from : from.plus_days(1), 1);
  text += " Day 1 is " + day_in_words(first);
  if (!is_one) text += ", day " + std::to_string(period.amount) + " is " + day_in_words(last);
  return text + "." + not_counted(from, last, calendar);
}

std::string extension_in_words(const Period& more, core::Date told_on, core::Date due_on) {
  return "Extended by " + std::to_string(more.amount) + " " +
         std::string(unit_in_words(more.unit, more.amount == 1)) +
         ", of which the person was told on " + day_in_words(told_on) + ": the last day is " +
         day_in_words(due_on) + ".";
}

std::string pause_in_words(const Pause& pause, core::Date due_on) {
  return "Paused from " + day_in_words(pause.from) + " until " +
         day_in_words(pause.to.value_or(pause.from)) + ": the last day is " + day_in_words(due_on) +
         ".";
}

}  // namespace badgewatch::domain
