// Dates of birth, whole or partial.
#pragma once

#include "core/date.hpp"
#include "person/judged.hpp"
#include "person/person.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::person {

// Exactly 1985-03-14, 1985-03 or 1985. Nothing when it is another form or there is no such day.
std::optional<BirthDate> parse_iso_birth_date(std::string_view text);

// As councils write it in files: the ISO forms; 14/03/1985, 14.03.1985, 14-03-1985 and with one
// digit for day or month; 03/1985. The day comes first. Years have four digits.
std::optional<BirthDate> parse_written_birth_date(std::string_view text);

// Refused: in the future, or before 1900. Warned: younger than 17, or older than 100, on `today`.
Judged<BirthDate> judge_birth_date(const BirthDate& date, core::Date today);

// As parse_ and then judge_birth_date. When it cannot be read: refused, year 0.
Judged<BirthDate> read_iso_birth_date(std::string_view text, core::Date today);
Judged<BirthDate> read_written_birth_date(std::string_view text, core::Date today);

// 1985-03-14, 1985-03 or 1985.
std::string iso_text(const BirthDate& date);

}  // namespace badgewatch::person
