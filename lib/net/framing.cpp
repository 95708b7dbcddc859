#include "net/framing.hpp"

#include "core/text.hpp"
#include "net/field_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace badgewatch::net {

namespace {

// With two of these, one reader would take the first and another the last.
constexpr std::array<std::string_view, 5> singletons = {"authorization", "content-type", "expect",
                                                        "idempotency-key", "range"};

std::size_t count(const http::Headers& headers, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(),
                    [name](const auto& field) { return http::same_name(field.first, name); }));
}

bool is_host_character(char c) {
  const bool letter_or_digit =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter_or_digit || std::string_view("-._~[]:").find(c) != std::string_view::npos;
}

// Host without its port; empty when it is none.
std::string host_name(std::string_view value) {
  if (value.empty() || !std::all_of(value.begin(), value.end(), is_host_character)) return {};
  const bool is_ipv6 = value.starts_with('[');
  if (!is_ipv6 && value.find_first_of("[]") != std::string_view::npos) return {};
  const auto name_end = is_ipv6 ? value.find(']') + 1 : value.find(':');
  const auto name = value.substr(0, name_end);
  auto port = value.substr(name.size());
  if (!port.empty()) {
    if (port.front() != ':') return {};
    port.remove_prefix(1);
    const bool digits =
        std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || port.size() > 5) return {};
  }
  return core::ascii_lower(name);
}

std::optional<Refusal> check_host(const GateRules& rules, const http::Headers& headers) {
  if (count(headers, "host") != 1) {
    return malformed("host", "There must be one Host field, and only one.");
  }
  const auto name = host_name(http::header(headers, "host"));
  if (name.empty()) return malformed("host", "The Host field is malformed.");
  const auto& allowed = rules.hosts;
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
    return malformed("host_unknown", "The Host field names another service.");
  }
  return std::nullopt;
}

std::optional<std::uint64_t> read_length(std::string_view text) {
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || !digits || text.size() > 19) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  std::uint64_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  return length;
}

std::optional<Refusal> read_framing(GatedHead& head) {
  const auto& headers = head.head.headers;
  const auto codings = count(headers, "transfer-encoding");
  const auto lengths = count(headers, "content-length");
  if (codings > 0 && lengths > 0) {
    return malformed("two_framings", "Transfer-Encoding and Content-Length exclude each other.");
  }
  if (codings > 0) {
    const auto coding = core::ascii_lower(http::header(headers, "transfer-encoding"));
    if (codings > 1 || coding != "chunked" || !head.http_1_1) {
      return malformed("transfer_coding", "The only transfer coding taken is one `chunked`.");
    }
    head.framing = Framing::chunked;
  }
  if (lengths > 0) {
    const auto length = read_length(http::header(headers, "content-length"));
    if (lengths > 1 || !length) {
      return malformed("content_length", "Content-Length must be there once, a plain number.");
    }
    head.length = *length;
    head.framing = *length > 0 ? Framing::length : Framing::none;
  }
  const bool bodiless = head.head.method == "GET" || head.head.method == "HEAD";
  if (bodiless && head.framing != Framing::none) {
    return malformed("body_on_get", "A " + head.head.method + " has no body.");
  }
  return std::nullopt;
}

bool names_option(const http::Headers& headers, std::string_view option) {
  for (const auto& [name, value] : headers) {
    if (!http::same_name(name, "connection")) continue;
    for (const auto member : list_members(value)) {
      if (http::same_name(member, option)) return true;
    }
  }
  return false;
}

std::optional<Refusal> read_expectation(GatedHead& head) {
  const auto expect = http::header(head.head.headers, "expect");
  if (expect.empty()) return std::nullopt;
  if (!http::same_name(expect, "100-continue")) {
    return malformed("expect", "Expect can only be 100-continue.");
  }
  head.expects_continue = head.http_1_1 && head.framing != Framing::none;
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> check_fields(const GateRules& rules, GatedHead& head) {
  const auto& headers = head.head.headers;
  if (auto refusal = check_host(rules, headers)) return refusal;
  for (const auto name : singletons) {
    if (count(headers, name) > 1) {
      return malformed("double_field", "The header has " + std::string(name) + " twice.");
    }
  }
  if (auto refusal = read_framing(head)) return refusal;
  if (auto refusal = read_expectation(head)) return refusal;
  const bool closes = names_option(headers, "close");
  head.keep_alive = !closes && (head.http_1_1 || names_option(headers, "keep-alive"));
  return std::nullopt;
}

}  // namespace badgewatch::net
