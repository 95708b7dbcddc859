// Text for people at a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace badgewatch::client {

// What came from elsewhere, safe to print: control characters, which a terminal would obey, become
// "?" (C0, DEL and C1).
std::string printable(std::string_view text);

// Filled with spaces behind (or before) to `width` characters; longer text stands as it is.
std::string padded(std::string_view text, std::size_t width);
std::string right_aligned(std::string_view text, std::size_t width);

// 1,234,567.
std::string with_commas(std::uint64_t number);

// "no_match" as "no match".
std::string words(std::string_view name);

}  // namespace badgewatch::client
