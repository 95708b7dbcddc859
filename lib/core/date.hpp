// Calendar dates, and the UK local date of an instant.
#pragma once

#include "core/clock.hpp"

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::core {

// A full calendar date of the Gregorian calendar, years 1 to 9999.
class Date {
public:
  Date() = default;
  // Nothing when there is no such day.
  static std::optional<Date> of(int year, unsigned month, unsigned day);
  // Exactly `YYYY-MM-DD`.
  static std::optional<Date> parse_iso(std::string_view text);
  static Date of_days(int days_since_1970) { return Date(days_since_1970); }

  int year() const;
  unsigned month() const;
  unsigned day() const;
  // 1 is Monday, 7 is Sunday.
  unsigned weekday() const;
  int days_since_1970() const { return days_; }

  Date plus_days(int days) const { return Date(days_ + days); }
  // The same day of a later (or earlier) month; the month's last day where there is no such day.
  Date plus_months(int months) const;
  Date plus_years(int years) const { return plus_months(12 * years); }

  std::string iso() const;

  friend auto operator<=>(const Date&, const Date&) = default;

private:
  explicit Date(int days) : days_(days) {}
  int days_ = 0;
};

// The date in London at that instant (GMT, or BST from the last Sunday of March to the last Sunday
// of October, changing at 01:00 UTC; the rule since 1996, applied to every year).
Date uk_date(Instant instant);

// "14:03:22 on 23 November 2026 (UK time)".
std::string uk_time_text(Instant instant);

}  // namespace badgewatch::core
