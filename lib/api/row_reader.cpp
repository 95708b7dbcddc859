#include "api/row_reader.hpp"

#include "core/csv.hpp"
#include "core/json_reader.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace badgewatch::api {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view no_break_space = "\xC2\xA0";
constexpr std::size_t most_named = 10;
constexpr std::size_t longest_shown = 60;

core::Error invalid(std::string detail, core::Problems problems = {}) {
  return {core::Errc::invalid, std::move(detail), std::move(problems)};
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void skip_mark(std::string_view& text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
}

void skip_blank_lines(std::string_view& text) {
  while (!text.empty()) {
    std::string_view rest = text;
    if (!core::trim(take_line(rest)).empty()) return;
    text = rest;
  }
}

bool is_line_break(char c) {
  return c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f';
}

void tidy(std::string& cell, bool utf8) {
  if (!utf8) cell = core::from_windows_1252(cell);
  std::replace_if(cell.begin(), cell.end(), is_line_break, ' ');
  for (std::size_t at = cell.find(no_break_space); at != std::string::npos;
       at = cell.find(no_break_space, at)) {
    cell.replace(at, no_break_space.size(), " ");
  }
  const std::string_view trimmed = core::trim(cell);
  if (trimmed.size() != cell.size()) cell = std::string(trimmed);
}

// One record, decoded and tidied. `all_utf8` says that no row here needs a look at its bytes.
core::Result<std::vector<std::string>> take_record(std::string_view& text, bool all_utf8) {
  const std::string_view before = text;
  auto cells = core::take_csv_record(text);
  if (!cells) return invalid(cells.error().detail());
  const bool utf8 = all_utf8 || core::is_valid_utf8(before.substr(0, before.size() - text.size()));
  for (std::string& cell : *cells)
    tidy(cell, utf8);
  return cells;
}

std::string shown(std::string_view header) {
  if (core::code_points(header) <= longest_shown) return std::string(header);
  std::size_t end = longest_shown;
  while ((static_cast<unsigned char>(header[end]) & 0xC0) == 0x80)
    --end;
  return std::string(header.substr(0, end)) + "...";
}

std::string listed(const std::vector<std::string>& names) {
  if (names.size() <= most_named) return core::join(names, ", ");
  const std::vector<std::string> first(names.begin(), names.begin() + most_named);
  return core::join(first, ", ") + " and " + std::to_string(names.size() - most_named) + " more";
}

core::Error header_error(std::string_view what, const std::vector<std::string>& names,
                         std::string_view of_each) {
  core::Problems problems;
  for (const std::string& name : names) {
    problems.push_back({core::child_pointer("", name), std::string(of_each)});
  }
  return invalid(std::string(what) + ": " + listed(names) + ".", std::move(problems));
}

// What a spreadsheet program saves where CSV was meant; empty when it is none of these.
std::string_view other_kind_of_file(std::string_view text) {
  if (text.starts_with("PK\x03\x04"))
    return "This is a workbook (xlsx) and no CSV file. Save it as CSV UTF-8.";
  if (text.starts_with("\x1F\x8B")) return "The file is packed (gzip). Unpack it first.";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return "The file is in UTF-16. Save it as CSV UTF-8.";
  const std::string_view line = text.substr(0, text.find('\n'));
  if (core::ascii_lower(line.substr(0, 4)) == "sep=")
    return "The first line says how columns are parted. Leave it out: they are parted by commas.";
  const auto carriage_return = line.find('\r');
  if (carriage_return != std::string_view::npos && carriage_return + 1 < line.size())
    return "The lines of the file end with a carriage return alone. Save it as CSV UTF-8.";
  if (line.find(',') != std::string_view::npos) return {};
  if (line.find(';') != std::string_view::npos)
    return "The columns of the file are parted by semicolons. Part them by commas.";
  if (line.find('\t') != std::string_view::npos)
    return "The columns of the file are parted by tabs. Part them by commas.";
  return {};
}

core::Error no_header(const std::string& expected) {
  return invalid(
      "The first line of the file is no header: it names none of the columns that are known here. "
      "Put the names of the columns there: " +
      expected + ".");
}

}  // namespace

std::optional<std::string_view> CsvRow::cell(std::string_view column) const {
  const auto at = std::find(columns_->begin(), columns_->end(), column);
  if (at == columns_->end()) return {};
  return cells_[static_cast<std::size_t>(at - columns_->begin())];
}

namespace {

bool is_broken(const http::RowChunk& chunk, std::size_t row) {
  return std::binary_search(chunk.broken_rows.begin(), chunk.broken_rows.end(), row);
}

}  // namespace

std::vector<JsonRow> ndjson_rows(const http::RowChunk& chunk) {
  std::string_view text = chunk.text;
  if (chunk.first_row == 1) skip_mark(text);
  std::vector<JsonRow> rows;
  for (skip_blank_lines(text); !text.empty(); skip_blank_lines(text)) {
    const std::size_t number = chunk.first_row + rows.size();
    const auto line = core::trim(take_line(text));
    if (is_broken(chunk, number)) {
      rows.push_back({number, invalid("The row is too long.")});
      continue;
    }
    auto json = core::parse_json(line);
    if (!json) json = invalid("The row is not valid JSON. " + json.error().detail());
    rows.push_back({number, std::move(json)});
  }
  return rows;
}

core::Result<void> check_row_count(std::size_t last_row, std::size_t most) {
  if (last_row <= most) return {};
  return core::Error(core::Errc::too_large, "An upload has at most " + std::to_string(most) +
                                                " rows here. Send the rest as another one.");
}

core::Result<std::vector<Row>> RowReader::read(const http::RowChunk& chunk) {
  if (format_ == http::RowFormat::csv) return read_csv(chunk);
  std::vector<Row> rows;
  for (JsonRow& row : ndjson_rows(chunk)) {
    Row& made = rows.emplace_back();
    made.number = row.number;
    if (row.json) {
      made.content = *std::move(row.json);
    } else {
      made.content = row.json.error();
    }
  }
  return rows;
}

core::Result<std::vector<Row>> RowReader::read_csv(const http::RowChunk& chunk) {
  std::string_view text = chunk.text;
  if (!columns_) {
    skip_mark(text);
    skip_blank_lines(text);
    if (text.empty() && !chunk.last) return std::vector<Row>();
    if (auto header = read_header(text); !header) return header.error();
  }
  const bool all_utf8 = core::is_valid_utf8(text);
  std::vector<Row> rows;
  for (skip_blank_lines(text); !text.empty(); skip_blank_lines(text)) {
    Row& row = rows.emplace_back();
    row.number = chunk.first_row + rows.size() - 1;
    if (is_broken(chunk, row.number)) {
      take_line(text);
      row.content = invalid("The row is too long, or a quote in it is never closed.");
    } else {
      row.content = read_record(text, all_utf8);
    }
  }
  return rows;
}

core::Result<void> RowReader::read_header(std::string_view& text) {
  if (text.empty()) return invalid("The file is empty: it has no header line.");
  if (const auto other = other_kind_of_file(text); !other.empty())
    return invalid(std::string(other));
  auto headers = take_record(text, false);
  if (!headers) return invalid("The header line cannot be read. " + headers.error().detail());
  if (auto checked = check_header(*headers); !checked) return checked;
  std::vector<std::string> columns;
  for (const std::string& header : *headers) {
    const std::string* column = mapping_.column_of(header);
    columns.push_back(column ? *column : std::string());
  }
  columns_ = std::make_shared<const std::vector<std::string>>(std::move(columns));
  return {};
}

core::Result<void> RowReader::check_header(const std::vector<std::string>& headers) const {
  std::set<std::string_view> seen;
  std::vector<std::string> unknown;
  std::vector<std::string> twice;
  for (const std::string& header : headers) {
    if (const std::string* column = mapping_.column_of(header)) {
      if (!seen.insert(*column).second) twice.push_back(header);
    } else if (!header.empty()) {
      unknown.push_back(shown(header));
    }
  }
  const auto there = [&](std::string_view column) {
    return seen.contains(column) || !mapping_.default_of(column).empty();
  };
  std::vector<std::string> missing;
  std::vector<std::string> expected;
  for (const auto& choices : file_columns_.required) {
    std::vector<std::string> names;
    for (const std::string_view column : choices) {
      const std::string_view header = mapping_.header_of(column);
      if (!header.empty()) names.emplace_back(header);
    }
    if (names.empty()) names.emplace_back(choices.front());
    expected.push_back(core::join(names, " or "));
    if (std::none_of(choices.begin(), choices.end(), there)) missing.push_back(expected.back());
  }
  if (seen.empty()) return no_header(core::join(expected, ", "));
  if (!twice.empty()) return header_error("The file has columns twice", twice, "is there twice");
  if (!unknown.empty() && mapping_.own_names()) {
    return header_error("The file has columns that are not known here", unknown,
                        "is no column that is known here");
  }
  if (!missing.empty()) {
    return header_error("The file lacks columns that it must have", missing, "is required");
  }
  return {};
}

core::Result<std::variant<core::Json, CsvRow>> RowReader::read_record(std::string_view& text,
                                                                      bool utf8) {
  auto cells = take_record(text, utf8);
  if (!cells) return cells.error();
  while (cells->size() > columns_->size() && cells->back().empty())
    cells->pop_back();
  if (cells->size() != columns_->size()) {
    return invalid("The row has " + std::to_string(cells->size()) + " cells, the header line " +
                   std::to_string(columns_->size()) + ".");
  }
  for (std::size_t i = 0; mapping_.own_names() && i < cells->size(); ++i) {
    if (!(*columns_)[i].empty() || (*cells)[i].empty()) continue;
    return invalid("The row has a value in column " + std::to_string(i + 1) +
                   ", which has no name in the header line.");
  }
  return CsvRow(columns_, std::move(*cells));
}

}  // namespace badgewatch::api
