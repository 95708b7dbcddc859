// Text for people at a terminal.
#pragma once

#include "client/terminal.hpp"

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

// `lead` and then `text`, broken at spaces into lines of at most `width` characters; each further
// line is indented as far as `lead` reaches, or by 2 where there is little room. A longer word
// stands whole. Ends with a newline.
std::string paragraph(std::string_view lead, std::string_view text,
                      std::size_t width = text_width());

// 1,234,567.
std::string with_commas(std::uint64_t number);

// "1 hit", "1,234 hits".
std::string counted(std::uint64_t number, std::string_view one);

// "no_match" as "no match".
std::string words(std::string_view name);

// "2026-11-24T09:30:00.125Z" as "2026-11-24 09:30:00 UTC"; other text as it stands.
std::string instant_text(std::string_view instant);

}  // namespace badgewatch::client
