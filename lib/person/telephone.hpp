// Telephone numbers.
#pragma once

#include "person/judged.hpp"

#include <string>
#include <string_view>

namespace badgewatch::person {

// A UK number in the form +441582123456, whatever its spacing, brackets and trunk zero. Warned: a
// number of another country (+353871234567), an extension (kept as given), or of a length the UK
// does not use. Refused: no telephone number at all.
Judged<std::string> read_telephone(std::string_view text);

// What two numbers are compared by: the digits after any trunk zero or country code 44, without
// an extension. Empty when fewer than seven.
std::string comparable_telephone(std::string_view telephone);

}  // namespace badgewatch::person
