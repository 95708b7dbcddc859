#include "access/label.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

constexpr std::size_t most_characters = 60;

// C0 and DEL, and C1, which begins with the byte C2 in UTF-8.
bool has_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0)
      return true;
  }
  return false;
}

// Line and paragraph separators, and what turns the direction of the text behind it around, so that
// a list would show another name than the one that is kept: U+2028 to U+202E, U+2066 to U+2069.
bool has_turn(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto three = text.substr(i, 3);
    if (three >= "\xE2\x80\xA8" && three <= "\xE2\x80\xAE") return true;
    if (three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9") return true;
  }
  return false;
}

}  // namespace

bool is_label(std::string_view text) {
  return !text.empty() && core::is_valid_utf8(text) && !has_control(text) && !has_turn(text) &&
         core::trim(text) == text && core::code_points(text) <= most_characters;
}

}  // namespace badgewatch::access
