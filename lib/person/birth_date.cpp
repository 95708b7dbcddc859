#include "person/birth_date.hpp"

#include "core/text.hpp"
#include "person/ascii.hpp"

#include <vector>

namespace badgewatch::person {
namespace {

constexpr int first_year = 1900;
constexpr int youngest = 17;
constexpr int oldest = 100;

// The digits as a number; nothing unless there are between `low` and `high` of them.
std::optional<unsigned> number_of(std::string_view digits, std::size_t low, std::size_t high) {
  if (digits.size() < low || digits.size() > high || !all_digits(digits)) return std::nullopt;
  unsigned value = 0;
  for (const char c : digits)
    value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

std::optional<BirthDate> existing(unsigned year, unsigned month, unsigned day) {
  const bool exists =
      core::Date::of(static_cast<int>(year), month == 0 ? 1 : month, day == 0 ? 1 : day)
          .has_value();
  if (!exists) return std::nullopt;
  return BirthDate{static_cast<int>(year), month, day};
}

// First and last day that the date can mean.
core::Date earliest(const BirthDate& date) {
  return core::Date::of(date.year, date.month == 0 ? 1 : date.month, date.day == 0 ? 1 : date.day)
      .value_or(core::Date());
}
core::Date latest(const BirthDate& date) {
  if (date.day != 0) return earliest(date);
  return earliest(date).plus_months(date.month == 0 ? 12 : 1).plus_days(-1);
}

Judged<BirthDate> read(const std::optional<BirthDate>& parsed, core::Date today,
                       std::string_view form) {
  if (!parsed) return {{}, Standing::refused, form};
  return judge_birth_date(*parsed, today);
}

}  // namespace

std::optional<BirthDate> parse_iso_birth_date(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  const auto year = number_of(text.substr(0, 4), 4, 4);
  if (!year || *year == 0) return std::nullopt;
  if (text.size() == 4) return existing(*year, 0, 0);

  const auto month = number_of(text.substr(5, 2), 2, 2);
  if (!month || *month == 0 || text[4] != '-') return std::nullopt;
  if (text.size() == 7) return existing(*year, *month, 0);

  const auto day = number_of(text.substr(8, 2), 2, 2);
  if (!day || *day == 0 || text[7] != '-') return std::nullopt;
  return existing(*year, *month, *day);
}

std::optional<BirthDate> parse_written_birth_date(std::string_view text) {
  const std::string_view trimmed = core::trim(text);
  if (const auto iso = parse_iso_birth_date(trimmed)) return iso;

  const auto separator = trimmed.find_first_of("/.-");
  if (separator == std::string_view::npos || trimmed.size() > 10) return std::nullopt;
  const auto parts = core::split(trimmed, trimmed[separator]);
  if (parts.size() != 2 && parts.size() != 3) return std::nullopt;

  const auto year = number_of(parts.back(), 4, 4);
  const auto month = number_of(parts[parts.size() - 2], 1, 2);
  if (!year || *year == 0 || !month || *month == 0) return std::nullopt;
  if (parts.size() == 2) return existing(*year, *month, 0);
  const auto day = number_of(parts[0], 1, 2);
  if (!day || *day == 0) return std::nullopt;
  return existing(*year, *month, *day);
}

Judged<BirthDate> judge_birth_date(const BirthDate& date, core::Date today) {
  if (earliest(date) > today) {
    return {date, Standing::refused, "The date of birth is in the future."};
  }
  if (date.year < first_year) {
    return {date, Standing::refused, "The date of birth is before 1900."};
  }
  if (earliest(date).plus_years(youngest) > today) {
    return {date, Standing::warned, "By this date of birth the person is younger than 17."};
  }
  if (latest(date).plus_years(oldest + 1) <= today) {
    return {date, Standing::warned, "By this date of birth the person is older than 100."};
  }
  return {date, Standing::valid, {}};
}

Judged<BirthDate> read_iso_birth_date(std::string_view text, core::Date today) {
  return read(parse_iso_birth_date(core::trim(text)), today,
              "A date of birth is written YYYY-MM-DD, or YYYY-MM or YYYY where no more is known, "
              "and is a day that exists.");
}

Judged<BirthDate> read_written_birth_date(std::string_view text, core::Date today) {
  return read(parse_written_birth_date(text), today,
              "A date of birth is written YYYY-MM-DD or DD/MM/YYYY, with less where no more is "
              "known, and is a day that exists.");
}

std::string iso_text(const BirthDate& date) {
  const auto append = [](std::string& out, unsigned value, int digits) {
    for (unsigned place = digits == 4 ? 1000 : 10; place > 0; place /= 10) {
      out += static_cast<char>('0' + value / place % 10);
    }
  };
  std::string out;
  append(out, static_cast<unsigned>(date.year), 4);
  if (date.month == 0) return out;
  out += '-';
  append(out, date.month, 2);
  if (date.day == 0) return out;
  out += '-';
  append(out, date.day, 2);
  return out;
}

}  // namespace badgewatch::person
