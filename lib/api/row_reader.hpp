// The rows of an upload: NDJSON or CSV, a chunk at a time.
#pragma once

#include "api/column_mapping.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "http/message.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace badgewatch::api {

// The columns of one kind of CSV file, by our names.
struct FileColumns {
  std::vector<std::string_view> known;
  // Of each of these at least one must be there.
  std::vector<std::vector<std::string_view>> required;
};

// A CSV row under our own column names.
class CsvRow {
public:
  // `columns` names each cell's column, empty for one that is not read.
  CsvRow(std::shared_ptr<const std::vector<std::string>> columns, std::vector<std::string> cells)
      : columns_(std::move(columns)), cells_(std::move(cells)) {}

  // UTF-8, trimmed, on one line; nothing where the file has no such column.
  std::optional<std::string_view> cell(std::string_view column) const;

private:
  std::shared_ptr<const std::vector<std::string>> columns_;
  std::vector<std::string> cells_;
};

struct JsonRow {
  std::size_t number = 0;
  core::Result<core::Json> json;
};

// Every line of the chunk that is not blank. A line that is no JSON is Errc::invalid.
std::vector<JsonRow> ndjson_rows(const http::RowChunk& chunk);

// Errc::too_large when an upload whose last row is `last_row` has more than `most`.
core::Result<void> check_row_count(std::size_t last_row, std::size_t most);

struct Row {
  std::size_t number = 0;
  core::Result<std::variant<core::Json, CsvRow>> content;
};

// Reads one upload, chunk after chunk. Used by one thread at a time.
class RowReader {
public:
  // Both references outlive it; they matter for a CSV only.
  RowReader(http::RowFormat format, const ColumnMapping& mapping, const FileColumns& columns)
      : format_(format), mapping_(mapping), file_columns_(columns) {}

  // A row that cannot be read is an error of its own (Errc::invalid). An error of the whole is one
  // of the file's header, which the first chunk brings: unknown columns, ones that are missing or
  // there twice, or no header at all; then nothing of the file may be taken.
  //
  // A CSV row is UTF-8, or Windows-1252 where it is no valid UTF-8. A row must have as many cells
  // as the header; empty ones behind it are let pass.
  core::Result<std::vector<Row>> read(const http::RowChunk& chunk);

private:
  core::Result<std::vector<Row>> read_csv(const http::RowChunk& chunk);
  core::Result<void> read_header(std::string_view& text);
  core::Result<void> check_header(const std::vector<std::string>& headers) const;
  core::Result<std::variant<core::Json, CsvRow>> read_record(std::string_view& text, bool utf8);

  http::RowFormat format_;
  const ColumnMapping& mapping_;
  const FileColumns& file_columns_;
  std::shared_ptr<const std::vector<std::string>> columns_;  // null before the header
};

}  // namespace badgewatch::api
