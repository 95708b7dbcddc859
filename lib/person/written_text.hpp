// Free text as people write and paste it.
#pragma once

#include "person/judged.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace badgewatch::person {

// NFC; white space of any kind to single spaces, none at the ends; marks that are not seen
// (zero-width, direction, soft hyphen) taken out. Refused: invalid UTF-8, a control character
// inside it, more than `max_code_points`. Reading the outcome again changes nothing. Thread safe.
Judged<std::string> read_written_text(std::string_view text, std::size_t max_code_points);

}  // namespace badgewatch::person
