#include "net/gate.hpp"

#include "net/field_line.hpp"
#include "net/framing.hpp"
#include "net/target.hpp"

#include <algorithm>
#include <optional>

namespace badgewatch::net {

namespace {

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

// Control characters but the tab: a bare CR or LF, a NUL.
bool has_stray_control(std::string_view header) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto byte = static_cast<unsigned char>(header[i]);
    if (byte >= 0x20 && byte != 0x7f) continue;
    if (byte == '\t') continue;
    const bool line_end = byte == '\r' && i + 1 < header.size() && header[i + 1] == '\n';
    if (!line_end) return true;
    ++i;
  }
  return false;
}

std::optional<Refusal> read_request_line(std::string_view line, GatedHead& out) {
  const auto method_end = line.find(' ');
  const auto target_end = line.rfind(' ');
  if (method_end == std::string_view::npos || method_end == target_end) {
    return malformed("request_line", "The request line is malformed.");
  }
  const auto method = line.substr(0, method_end);
  const auto version = line.substr(target_end + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return malformed("version", "Only HTTP/1.1 is spoken here.");
  }
  if (!is_token(method)) return malformed("request_line", "The request line is malformed.");
  const auto known = list_members(known_methods);
  if (std::find(known.begin(), known.end(), method) == known.end()) {
    return Refusal{"method",
                   core::Error(core::Errc::method_not_allowed, "The method is not known here.")};
  }
  auto target = read_target(line.substr(method_end + 1, target_end - method_end - 1));
  if (auto* refusal = std::get_if<Refusal>(&target)) return std::move(*refusal);

  out.http_1_1 = version == "HTTP/1.1";
  out.head.method = method;
  out.head.path = std::move(std::get<Target>(target).path);
  out.head.query = std::move(std::get<Target>(target).query);
  return std::nullopt;
}

std::optional<Refusal> read_fields(std::string_view rest, const GateRules& rules, GatedHead& out) {
  out.head.headers.reserve(8);
  while (rest != "\r\n") {
    if (out.head.headers.size() == rules.max_fields) {
      return malformed("too_many_fields", "There are too many header fields.");
    }
    const auto line = take_line(rest);
    if (line.starts_with(' ') || line.starts_with('\t')) {
      return malformed("folded_field", "A header field is folded over several lines.");
    }
    const auto field = split_field(line);
    if (!field) return malformed("field_line", "A header field is malformed.");
    out.head.headers.emplace_back(field->name, field->value);
  }
  return std::nullopt;
}

}  // namespace

HeaderEnd::State HeaderEnd::look(std::string_view bytes) {
  while (state_ == State::wanting) {
    const auto feed = bytes.find('\n', scanned_);
    if (feed == std::string_view::npos) {
      scanned_ = bytes.size();
      break;
    }
    scanned_ = feed + 1;
    if (feed == 0 || bytes[feed - 1] != '\r') {
      state_ = State::bare_line_feed;
    } else if (bytes.substr(0, scanned_).ends_with("\r\n\r\n")) {
      state_ = State::found;
    }
  }
  return state_;
}

std::variant<GatedHead, Refusal> check_head(std::string_view header, const GateRules& rules) {
  if (!header.ends_with("\r\n\r\n") || header.starts_with("\r\n")) {
    return malformed("request_line", "The request line is malformed.");
  }
  if (has_stray_control(header)) {
    return malformed("control_in_header", "The header holds a control character.");
  }
  GatedHead out;
  if (auto refusal = read_request_line(take_line(header), out)) return std::move(*refusal);
  if (auto refusal = read_fields(header, rules, out)) return std::move(*refusal);
  if (auto refusal = check_fields(rules, out)) return std::move(*refusal);
  return out;
}

}  // namespace badgewatch::net
