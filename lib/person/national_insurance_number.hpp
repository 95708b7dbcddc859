// National Insurance numbers (HMRC manual NIM39110): two letters, six digits, a suffix A to D.
// There is no check digit.
#pragma once

#include "person/judged.hpp"

#include <string>
#include <string_view>

namespace badgewatch::person {

// Tidies to capitals without spaces: "qq 12 34 56 c" gives "QQ123456C".
// Warned: QQ (never issued, kept for examples); administrative numbers (OO, CR, FY, MW, NC, PP, PY,
// PZ; TN with a date; a temporary reference number); suffix F, M, P or none.
// Refused: a prefix that is never used, any other suffix, any other shape.
Judged<std::string> read_national_insurance_number(std::string_view text);

// What two numbers are compared by: the eight characters before the suffix, which are unique on
// their own. Empty where the number is no evidence: none, or administrative. A number of another
// shape (the matcher's own program takes those) is compared whole, in capitals without spaces;
// empty when it has fewer than five digits or letters, or no digit.
std::string comparable_national_insurance_number(std::string_view number);

}  // namespace badgewatch::person
