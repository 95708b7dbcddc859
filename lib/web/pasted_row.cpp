#include "web/pasted_row.hpp"

#include "core/text.hpp"
#include "person/birth_date.hpp"
#include "person/driving_licence.hpp"
#include "person/national_insurance_number.hpp"
#include "person/person_columns.hpp"
#include "person/postcode.hpp"

#include <algorithm>
#include <optional>

namespace badgewatch::web {

namespace {

using Cells = std::vector<std::string>;

std::vector<Cells> rows_of(std::string_view text) {
  const char separator = text.find('\t') == std::string_view::npos ? ',' : '\t';
  std::vector<Cells> rows;
  for (const auto line : core::split(text, '\n')) {
    if (core::trim(line).empty()) continue;
    Cells cells;
    std::string cell;
    bool quoted = false;
    for (const char c : line) {
      if (c == '"')
        quoted = !quoted;
      else if (c == separator && !quoted) {
        cells.emplace_back(core::trim(cell));
        cell.clear();
      } else
        cell += c;
    }
    cells.emplace_back(core::trim(cell));
    rows.push_back(std::move(cells));
  }
  return rows;
}

void put(Typed& typed, const std::string& box, const std::string& text, const char* between) {
  auto& there = typed[box];
  if (!there.empty() && !text.empty()) there += between;
  there += text;
}

void put_birth_date(Typed& typed, const person::BirthDate& date) {
  typed["date_of_birth-year"] = std::to_string(date.year);
  if (date.month != 0) typed["date_of_birth-month"] = std::to_string(date.month);
  if (date.day != 0) typed["date_of_birth-day"] = std::to_string(date.day);
}

std::optional<person::BirthDate> birth_date_in(const std::string& cell, core::Date today) {
  auto date = person::parse_iso_birth_date(cell);
  if (!date) date = person::parse_written_birth_date(cell);
  if (!date || date->day == 0) return {};
  const bool possible =
      person::judge_birth_date(*date, today).standing != person::Standing::refused;
  return possible ? date : std::nullopt;
}

bool has_digit(const std::string& cell) {
  return cell.find_first_of("0123456789") != std::string::npos;
}

bool is_good(person::Standing standing) {
  return standing != person::Standing::refused;
}

// Words that are written between names and addresses and are neither.
bool is_licence_number(const std::string& cell) {
  return cell.size() == 16 && is_good(person::read_driving_licence(cell, "GB").standing);
}

Typed by_look(const Cells& cells, core::Date today) {
  Typed typed;
  bool in_address = false;
  for (const auto& cell : cells) {
    if (cell.empty()) continue;
    if (const auto date = birth_date_in(cell, today))
      put_birth_date(typed, *date);
    else if (is_good(person::read_national_insurance_number(cell).standing))
      typed["national_insurance_number"] = cell;
    else if (is_licence_number(cell))
      typed["driving_licence"] = cell;
    else if (is_good(person::read_postcode(cell).standing))
      typed["postcode"] = cell;
    else if (cell.find('@') != std::string::npos)
      typed["email"] = cell;
    else if (cell.find_first_not_of("0123456789 +()") == std::string::npos) {
      if (cell.size() >= 10) typed["telephone"] = cell;
    } else if (has_digit(cell) || in_address) {
      put(typed, "address", cell, "\n");
      in_address = true;
    } else
      put(typed, "full_name", cell, " ");
  }
  return typed;
}

// Null where that line names no column.
bool is_header(const Cells& cells) {
  const auto known = person::person_columns();
  return std::any_of(cells.begin(), cells.end(), [&](const std::string& cell) {
    return std::find(known.begin(), known.end(), core::ascii_lower(cell)) != known.end();
  });
}

Typed by_header(const Cells& header, const Cells& cells, core::Date today) {
  Typed typed;
  for (std::size_t i = 0; i < std::min(header.size(), cells.size()); ++i) {
    const auto name = core::ascii_lower(header[i]);
    const auto& cell = cells[i];
    if (name == "full_name" || name == "given_names" || name == "family_name")
      put(typed, "full_name", cell, " ");
    else if (name == "former_names") {
      for (const auto one : core::split(cell, ';'))
        put(typed, "former_names", std::string(core::trim(one)), "\n");
    } else if (name == "date_of_birth") {
      if (const auto date = birth_date_in(cell, today)) put_birth_date(typed, *date);
    } else if (name == "driving_licence_number")
      typed["driving_licence"] = cell;
    else if (name.starts_with("address_"))
      put(typed, "address", cell, "\n");
    else if (name == "national_insurance_number" || name == "driving_licence_issuer" ||
             name == "postcode" || name == "email" || name == "telephone")
      typed[name] = cell;
  }
  return typed;
}

}  // namespace

Typed read_pasted_row(std::string_view text, core::Date today) {
  const auto rows = rows_of(text);
  if (rows.empty()) return {};
  if (rows.size() > 1 && is_header(rows[0])) return by_header(rows[0], rows[1], today);
  return by_look(rows[0], today);
}

}  // namespace badgewatch::web
