#include "core/csv.hpp"

namespace badgewatch::core {
namespace {

using Fields = std::vector<std::string>;

Error malformed(std::string detail) {
  return {Errc::malformed, std::move(detail)};
}

void skip_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
}

// What stands behind a field.
enum class After { field, record, something_else };

After take_separator(std::string_view& text) {
  if (text.empty()) return After::record;
  if (text.front() == ',') {
    text.remove_prefix(1);
    return After::field;
  }
  const std::size_t newline =
      text.starts_with("\r\n") ? 2 : (text.front() == '\n' || text == "\r" ? 1 : 0);
  text.remove_prefix(newline);
  return newline != 0 ? After::record : After::something_else;
}

// `text` is behind the opening quote. False when no quote closes the field.
bool take_quoted(std::string_view& text, std::string& field) {
  while (true) {
    const std::size_t quote = text.find('"');
    if (quote == std::string_view::npos) return false;
    field.append(text, 0, quote);
    text.remove_prefix(quote + 1);
    if (!text.starts_with('"')) return true;
    field += '"';
    text.remove_prefix(1);
  }
}

void take_plain(std::string_view& text, std::string& field) {
  std::size_t end = text.find_first_of(",\n\"");
  if (end == std::string_view::npos) end = text.size();
  const bool at_line_end = end == text.size() || text[end] == '\n';
  if (at_line_end && end > 0 && text[end - 1] == '\r') --end;
  field.assign(text, 0, end);
  text.remove_prefix(end);
}

bool needs_quotes(std::string_view cell) {
  return cell.find_first_of(",\"\r\n") != std::string_view::npos || cell.starts_with(' ') ||
         cell.ends_with(' ');
}

bool runs_as_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

void append_cell(std::string& out, std::string_view cell) {
  const bool quoted = needs_quotes(cell);
  if (quoted) out += '"';
  if (runs_as_formula(cell)) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quoted) out += '"';
}

}  // namespace

Result<Fields> take_csv_record(std::string_view& text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string_view record = text;
  Fields fields;
  while (true) {
    if (fields.size() == max_csv_columns) {
      skip_line(text);
      return malformed("The row has more than " + std::to_string(max_csv_columns) + " columns.");
    }
    std::string& field = fields.emplace_back();
    if (text.starts_with('"')) {
      text.remove_prefix(1);
      if (!take_quoted(text, field)) {
        text = record;
        skip_line(text);
        return malformed("A quotation mark in the row is never closed.");
      }
    } else {
      take_plain(text, field);
    }
    switch (take_separator(text)) {
      case After::field:
        break;
      case After::record:
        return fields;
      case After::something_else:
        skip_line(text);
        return malformed(
            "A quotation mark in the row stands inside of a field: put the field in quotation "
            "marks and write it twice.");
    }
  }
}

void append_csv_record(std::string& out, const Fields& fields) {
  for (const std::string& cell : fields) {
    if (&cell != &fields.front()) out += ',';
    append_cell(out, cell);
  }
  out += "\r\n";
}

}  // namespace badgewatch::core
