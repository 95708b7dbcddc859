// Single ASCII characters, without the locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace badgewatch::person {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr char capital(char c) {
  return is_small(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
constexpr char small(char c) {
  return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_white(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

inline bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// True when `text` follows `shape`, in which A stands for a capital, 9 for a digit and any other
// character for itself.
constexpr bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char wanted = shape[i];
    const bool fits = wanted == 'A'   ? is_capital(text[i])
                      : wanted == '9' ? is_digit(text[i])
                                      : text[i] == wanted;
    if (!fits) return false;
  }
  return true;
}

// ASCII letters in capitals; white space and hyphens of any kind, and marks that are not seen,
// gone. For numbers that people space as they like.
std::string compact_capitals(std::string_view text);

}  // namespace badgewatch::person
