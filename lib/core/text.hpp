// Text: UTF-8 checks, plain ASCII work, and reading council files that are not UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::core {

bool is_ascii(std::string_view text);
bool is_valid_utf8(std::string_view text);
// The length of the longest front of `text` that is valid UTF-8 (RFC 3629).
std::size_t valid_utf8_prefix(std::string_view text);
// Number of code points of valid UTF-8.
std::size_t code_points(std::string_view text);

// ASCII white space only.
std::string_view trim(std::string_view text);
std::string ascii_lower(std::string_view text);
std::string ascii_upper(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Unicode case folding and NFC, white space runs to one space, trimmed. For comparing names of
// things (authorities, column headers), not of people: see lib/person for those.
std::string fold(std::string_view text);

// NFC of valid UTF-8.
std::string nfc(std::string_view text);

// Windows-1252 to UTF-8. Never fails: the five unassigned bytes become U+FFFD.
std::string from_windows_1252(std::string_view text);

}  // namespace badgewatch::core
