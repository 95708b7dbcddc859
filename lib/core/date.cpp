#include "core/date.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::core {
namespace {

constexpr std::array<std::string_view, 12> month_names = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::chrono::year_month_day civil(int days) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{days}}};
}

int days_of(std::chrono::year_month_day date) {
  return static_cast<int>(std::chrono::sys_days{date}.time_since_epoch().count());
}

// Digits only; -1 otherwise.
int number_of(std::string_view digits) {
  int number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::chrono::sys_seconds last_sunday_at_one(std::chrono::year year, std::chrono::month month) {
  const std::chrono::sys_days day{year / month / std::chrono::Sunday[std::chrono::last]};
  return day + std::chrono::hours{1};
}

std::chrono::sys_seconds uk_local(Instant instant) {
  const std::chrono::sys_seconds utc{
      std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds(instant.micros))};
  const auto year = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(utc)}.year();
  const bool summer = last_sunday_at_one(year, std::chrono::March) <= utc &&
                      utc < last_sunday_at_one(year, std::chrono::October);
  return summer ? utc + std::chrono::hours{1} : utc;
}

std::string two_digits(std::int64_t number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

std::optional<Date> Date::of(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{day}};
  // chrono's month and day keep one byte: 257 would pass for 1.
  if (year < 1 || year > 9999 || month > 12 || day > 31 || !date.ok()) return std::nullopt;
  return Date(days_of(date));
}

std::optional<Date> Date::parse_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = number_of(text.substr(0, 4));
  const int month = number_of(text.substr(5, 2));
  const int day = number_of(text.substr(8, 2));
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

int Date::year() const {
  return static_cast<int>(civil(days_).year());
}
unsigned Date::month() const {
  return static_cast<unsigned>(civil(days_).month());
}
unsigned Date::day() const {
  return static_cast<unsigned>(civil(days_).day());
}

unsigned Date::weekday() const {
  return std::chrono::weekday{std::chrono::sys_days{std::chrono::days{days_}}}.iso_encoding();
}

Date Date::plus_months(int months) const {
  const auto date = civil(days_);
  const auto moved = date.year() / date.month() + std::chrono::months{months};
  const auto last = (moved / std::chrono::last).day();
  return Date(days_of(moved / std::min(date.day(), last)));
}

std::string Date::iso() const {
  const auto date = civil(days_);
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned day = static_cast<unsigned>(date.day());
  return two_digits(year / 100) + two_digits(year % 100) + '-' + two_digits(month) + '-' +
         two_digits(day);
}

Date uk_date(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(uk_local(instant));
  return Date::of_days(static_cast<int>(day.time_since_epoch().count()));
}

std::string uk_time_text(Instant instant) {
  const auto local = uk_local(instant);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::int64_t seconds = (local - day).count();
  const std::chrono::year_month_day date{day};
  std::string text = two_digits(seconds / 3600) + ':' + two_digits(seconds / 60 % 60) + ':' +
                     two_digits(seconds % 60) + " on ";
  text += std::to_string(static_cast<unsigned>(date.day())) + ' ';
  text += month_names[static_cast<unsigned>(date.month()) - 1];
  return text + ' ' + std::to_string(static_cast<int>(date.year())) + " (UK time)";
}

}  // namespace badgewatch::core
