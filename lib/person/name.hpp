// Reading a name as a council writes it.
#pragma once

#include "person/judged.hpp"
#include "person/person.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace badgewatch::person {

// Of `full`, or of `given` and `family` together, in code points.
inline constexpr std::size_t max_name_length = 200;
inline constexpr std::size_t max_names = 20;

// Tidies every part (see written_text.hpp) and keeps letters of any script as they are written.
// Refused: neither `full` nor `family`, or both; no letter in any script; a control character or
// invalid UTF-8; longer than `max_name_length`. Warned: digits in it.
Judged<Name> read_name(const Name& name);

// "SURNAME, GIVEN M" in its parts. Without a comma, or with nothing before or behind it: `full`.
Name name_of_family_comma_given(std::string_view text);

}  // namespace badgewatch::person
