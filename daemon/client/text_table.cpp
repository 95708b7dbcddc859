#include "client/text_table.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace badgewatch::client {
namespace {

constexpr std::size_t roomy = 60;
constexpr std::size_t margin = 2;

std::size_t length_of(std::string_view text) {
  return core::is_valid_utf8(text) ? core::code_points(text) : text.size();
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    out += byte < 0x20 || byte == 0x7F || c1 ? '?' : text[i];
  }
  return out;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t length = length_of(text);
  return std::string(text) + std::string(width > length ? width - length : 0, ' ');
}

std::string right_aligned(std::string_view text, std::size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + std::string(text);
}

std::string paragraph(std::string_view lead, std::string_view text, std::size_t width) {
  const std::size_t indent = length_of(lead);
  std::string out(lead);
  // A narrow terminal has no room for a margin.
  const std::size_t further = width < roomy ? std::min(indent, margin) : indent;
  std::size_t begin = indent;  // of this line
  std::size_t column = indent;
  for (const std::string_view word : core::split(text, ' ')) {
    const std::size_t length = length_of(word);
    if (length == 0) continue;
    if (column > begin && column + 1 + length > width) {
      out += '\n' + std::string(further, ' ');
      begin = column = further;
    }
    if (column > begin) out += ' ';
    column += length + (column > begin ? 1 : 0);
    out += word;
  }
  return out + '\n';
}

std::string with_commas(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;)
    text.insert(at -= 3, 1, ',');
  return text;
}

std::string counted(std::uint64_t number, std::string_view one) {
  return with_commas(number) + ' ' + std::string(one) + (number == 1 ? "" : "s");
}

std::string words(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string instant_text(std::string_view instant) {
  constexpr std::size_t date = 10, to_seconds = 19;
  if (instant.size() <= to_seconds || instant[date] != 'T' || instant.back() != 'Z')
    return std::string(instant);
  return std::string(instant.substr(0, date)) + ' ' +
         std::string(instant.substr(date + 1, to_seconds - date - 1)) + " UTC";
}

}  // namespace badgewatch::client
