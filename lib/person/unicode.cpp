#include "person/unicode.hpp"

#include "person/ascii.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace badgewatch::person {

namespace {

// What is asked of every letter of every name and address: most are of ASCII, for which no table
// has to be read.
bool is_ascii(CodePoint c) {
  return c >= 0 && c < 0x80;
}

}  // namespace

CodePoint take_code_point(std::string_view& text) {
  if (const auto first = static_cast<unsigned char>(text.front()); first < 0x80) {
    text.remove_prefix(1);
    return first;
  }
  std::int32_t next = 0;
  CodePoint c = 0;
  const auto length = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 4));
  U8_NEXT(text.data(), next, length, c);
  text.remove_prefix(static_cast<std::size_t>(next));
  return c;
}

bool is_unseen_mark(CodePoint c) {
  if (c < 0xAD) return false;
  return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xE0000 && c <= 0xE007F);
}

bool is_white_space(CodePoint c) {
  if (is_ascii(c)) return c == ' ' || (c >= '\t' && c <= '\r');
  return u_isUWhiteSpace(c) != 0;
}
bool is_control(CodePoint c) {
  if (is_ascii(c)) return c < 0x20 || c == 0x7F;
  return u_charType(c) == U_CONTROL_CHAR;
}
bool is_letter(CodePoint c) {
  if (is_ascii(c)) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return u_isalpha(c) != 0;
}
bool is_decimal_digit(CodePoint c) {
  if (is_ascii(c)) return c >= '0' && c <= '9';
  return u_isdigit(c) != 0;
}

bool is_hyphen(CodePoint c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63 || c == 0xFF0D;
}

bool is_apostrophe(CodePoint c) {
  switch (c) {
    case '\'':
    case '`':
    case 0xB4:
    case 0x2B9:
    case 0x2BB:
    case 0x2BC:
    case 0x2BE:
    case 0x2BF:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0xFF07:
      return true;
    default:
      return false;
  }
}

std::string compact_capitals(std::string_view text) {
  // As nearly all are written already.
  if (std::all_of(text.begin(), text.end(), [](char c) { return is_capital(c) || is_digit(c); }))
    return std::string(text);
  std::string out(text.size(), '\0');  // never longer than `text`
  auto next = out.begin();
  while (!text.empty()) {
    if (const char first = text.front(); static_cast<unsigned char>(first) < 0x80) {
      text.remove_prefix(1);
      if (!is_white(first) && first != '-') *next++ = capital(first);
      continue;
    }
    const std::string_view before = text;
    const CodePoint c = take_code_point(text);
    if (c >= 0 && (is_white_space(c) || is_hyphen(c) || is_unseen_mark(c))) continue;
    next = std::copy_n(before.begin(), before.size() - text.size(), next);
  }
  out.erase(next, out.end());
  return out;
}

}  // namespace badgewatch::person
