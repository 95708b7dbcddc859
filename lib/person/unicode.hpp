// Code points that matter when people's text is read.
#pragma once

#include <cstdint>
#include <string_view>

namespace badgewatch::person {

using CodePoint = std::int32_t;

// Takes the first code point from the front of `text`, which is not empty. Negative when its bytes
// are not UTF-8; then at least one byte is taken.
CodePoint take_code_point(std::string_view& text);

// Zero-width, direction and other marks that a reader does not see and that no name needs.
bool is_unseen_mark(CodePoint c);
bool is_white_space(CodePoint c);
bool is_control(CodePoint c);
bool is_letter(CodePoint c);
bool is_decimal_digit(CodePoint c);
bool is_hyphen(CodePoint c);
bool is_apostrophe(CodePoint c);

}  // namespace badgewatch::person
