#include "person/written_text.hpp"

#include "core/text.hpp"
#include "person/unicode.hpp"

namespace badgewatch::person {
namespace {

constexpr std::string_view too_long = "The text is too long.";
constexpr std::size_t most_composed = 4;

Judged<std::string> refused(std::string_view text, std::string_view reason) {
  return {std::string(core::trim(text)), Standing::refused, reason};
}

// Visible ASCII with single spaces, which stays as it is. `text` is trimmed.
bool is_tidy_ascii(std::string_view text) {
  char before = '\0';
  for (const char c : text) {
    if (c < 0x20 || c > 0x7E || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return true;
}

}  // namespace

Judged<std::string> read_written_text(std::string_view text, std::size_t max_code_points) {
  if (const auto trimmed = core::trim(text); is_tidy_ascii(trimmed)) {
    if (trimmed.size() > max_code_points) return refused(text, too_long);
    return {std::string(trimmed), Standing::valid, {}};
  }
  if (!core::is_valid_utf8(text)) return refused(text, "The text is not valid UTF-8.");

  std::string seen;
  seen.reserve(text.size());
  bool space_pending = false;
  for (std::string_view rest = core::trim(text); !rest.empty();) {
    const std::string_view before = rest;
    const CodePoint c = take_code_point(rest);
    if (is_unseen_mark(c)) continue;
    if (is_control(c))
      return refused(text, "Tabs, line breaks and other control characters are not allowed.");
    if (is_white_space(c)) {
      space_pending = !seen.empty();
      continue;
    }
    if (space_pending) seen += ' ';
    space_pending = false;
    seen += before.substr(0, before.size() - rest.size());
  }

  // Composing makes one code point of four at most; and what combines with one letter is sorted,
  // which must not be asked of a text of any length.
  if (core::code_points(seen) > most_composed * max_code_points) return refused(text, too_long);
  std::string tidy = core::is_ascii(seen) ? std::move(seen) : core::nfc(seen);
  if (core::code_points(tidy) > max_code_points) {
    return {std::move(tidy), Standing::refused, too_long};
  }
  return {std::move(tidy), Standing::valid, {}};
}

}  // namespace badgewatch::person
