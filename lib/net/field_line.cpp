#include "net/field_line.hpp"

#include <algorithm>

namespace badgewatch::net {

namespace {

bool is_token_character(char c) {
  const bool letter_or_digit =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter_or_digit || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

std::string_view without_space(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

std::optional<Field> split_field(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return std::nullopt;
  return Field{line.substr(0, colon), without_space(line.substr(colon + 1))};
}

std::vector<std::string_view> list_members(std::string_view value) {
  std::vector<std::string_view> members;
  while (!value.empty()) {
    const auto comma = std::min(value.find(','), value.size());
    const auto member = without_space(value.substr(0, comma));
    if (!member.empty()) members.push_back(member);
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
  return members;
}

}  // namespace badgewatch::net
