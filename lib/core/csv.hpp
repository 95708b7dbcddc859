// RFC 4180, as councils write it: a byte-order mark, CRLF or LF, quoted newlines.
#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::core {

inline constexpr std::size_t max_csv_columns = 200;

// Reads one record from the front of `text` and removes it there. `text` begins at a record.
// Errc::malformed for a quote that is never closed, text behind a closing quote, a quote within a
// field that does not begin with one, or over `max_csv_columns` fields; then the rest of the line
// that is wrong is removed all the same (of a quote never closed: the line on which the record
// began), so that reading goes on with the next one. Fields are as they stand, decoded but not
// trimmed. A byte-order mark in front is skipped.
Result<std::vector<std::string>> take_csv_record(std::string_view& text);

// One record with its CRLF. A cell that a spreadsheet would run as a formula (= + - @ TAB CR in
// front) gets an apostrophe before it.
void append_csv_record(std::string& out, const std::vector<std::string>& fields);

}  // namespace badgewatch::core
