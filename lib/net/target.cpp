#include "net/target.hpp"

#include "core/text.hpp"
#include "http/percent.hpp"

#include <algorithm>
#include <optional>

namespace badgewatch::net {

namespace {

bool is_visible(char c) {
  return c >= 0x21 && c <= 0x7e;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool is_path_character(char c) {
  const bool letter_or_digit =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter_or_digit || std::string_view("-._~%!$&'()*+,;=:@/").find(c) != std::string::npos;
}

std::optional<Refusal> check_path(std::string_view raw) {
  for (const auto segment : core::split(raw, '/')) {
    const auto decoded = http::percent_decode(segment);
    if (!decoded) return malformed("bad_percent", "The target's percent-encoding is broken.");
    if (std::any_of(decoded->begin(), decoded->end(), is_control)) {
      return malformed("control_in_target", "The path holds a control character.");
    }
    if (*decoded == "." || *decoded == "..") {
      return malformed("dot_segment", "The path holds a segment of dots.");
    }
    if (!core::is_valid_utf8(*decoded)) {
      return malformed("target_not_utf8", "The path is not valid UTF-8.");
    }
  }
  return std::nullopt;
}

std::optional<Refusal> check_query(std::string_view query) {
  const auto decoded = http::percent_decode(query);
  if (!decoded) return malformed("bad_percent", "The target's percent-encoding is broken.");
  if (std::any_of(decoded->begin(), decoded->end(), is_control)) {
    return malformed("control_in_target", "The query holds a control character.");
  }
  return std::nullopt;
}

}  // namespace

std::variant<Target, Refusal> read_target(std::string_view target) {
  if (!target.starts_with('/')) {
    return malformed("target_form", "The target must be a path, without scheme and host.");
  }
  if (!std::all_of(target.begin(), target.end(), is_visible)) {
    return malformed("target_bytes", "The target holds bytes that must be percent-encoded.");
  }
  if (target.find('#') != std::string_view::npos) {
    return malformed("fragment", "The target holds a fragment.");
  }
  const auto mark = std::min(target.find('?'), target.size());
  const auto raw_path = target.substr(0, mark);
  const auto query = target.substr(std::min(mark + 1, target.size()));
  if (!std::all_of(raw_path.begin(), raw_path.end(), is_path_character)) {
    return malformed("target_bytes", "The path holds characters that must be percent-encoded.");
  }
  if (auto refusal = check_path(raw_path)) return *refusal;
  if (auto refusal = check_query(query)) return *refusal;
  return Target{std::string(raw_path), std::string(query)};
}

}  // namespace badgewatch::net
