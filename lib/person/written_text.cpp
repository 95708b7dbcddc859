#include "person/written_text.hpp"

#include "core/text.hpp"
#include "person/unicode.hpp"

namespace badgewatch::person {
namespace {

Judged<std::string> refused(std::string_view text, std::string_view reason) {
  return {std::string(core::trim(text)), Standing::refused, reason};
}

}  // namespace

Judged<std::string> read_written_text(std::string_view text, std::size_t max_code_points) {
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

  std::string tidy = core::is_ascii(seen) ? std::move(seen) : core::nfc(seen);
  if (core::code_points(tidy) > max_code_points) {
    return {std::move(tidy), Standing::refused, "The text is too long."};
  }
  return {std::move(tidy), Standing::valid, {}};
}

}  // namespace badgewatch::person
