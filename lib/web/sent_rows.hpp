// A file of rows that somebody chose in a form: read as what it is, and put to the API's upload
// within this process.
#pragma once

#include "web/ask.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::web {

// Cut as lib/net cuts an upload.
struct RowsFile {
  http::RowFormat format = http::RowFormat::csv;
  std::vector<http::RowChunk> chunks;  // the last one says so
  std::size_t rows = 0;                // of data
};

// Either a sentence about what is wrong with the file as a whole, or its rows.
struct RowsFileRead {
  std::string fault;
  RowsFile file;
};

// CSV, NDJSON and a JSON array are told apart by how they begin. `file` may be null: none was
// chosen. A file from Excel on Windows that is no UTF-8 is read as Windows-1252.
RowsFileRead read_rows_file(const http::FormFile* file, std::size_t most_rows);

// A workbook, a PDF and whatever else is chosen by mistake and has no rows to read.
bool is_other_file(std::string_view text);

// What the API said: a line for each row, and the summary.
struct RowsTaken {
  std::optional<Answer> refused;  // all of it, or what came from some row on
  std::vector<core::Json> lines;
  core::Json summary;  // null where it was refused
};
RowsTaken send_rows(const Visit& visit, const std::string& path, const std::string& query,
                    RowsFile file);

// The elements of a JSON array, each on a line of its own; nothing where the text is no array that
// ends. What is within an element is not looked at.
std::optional<std::string> lines_of_array(std::string_view text);

}  // namespace badgewatch::web
