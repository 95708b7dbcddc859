// Uploads as the tests write them.
#pragma once

#include "api/decision_rows.hpp"
#include "api/licence_rows.hpp"
#include "api/row_reader.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace badgewatch::api {

inline core::Date day(std::string_view iso) {
  return core::Date::parse_iso(iso).value();
}

inline http::RowChunk chunk(std::string text, std::size_t first_row = 1, bool last = true) {
  return {.text = std::move(text), .first_row = first_row, .last = last};
}

inline ColumnMapping mapping_named(const std::string& name) {
  const auto path = std::filesystem::path(BW_SOURCE_DIR) / "config" / "mappings" / (name + ".json");
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  auto mapping = ColumnMapping::read(text.str());
  REQUIRE(mapping.has_value());
  return *std::move(mapping);
}

inline domain::Authority authority(std::string code, std::string name, std::string alias) {
  domain::Authority out;
  out.code = std::move(code);
  out.name = std::move(name);
  out.starts_on = day("1974-04-01");
  out.aliases.push_back(std::move(alias));
  return out;
}

inline const domain::Authorities& two_authorities() {
  static const domain::Authorities authorities(
      {authority("WLV", "City of Wolverhampton Council", "Wolverhampton"),
       authority("BIR", "Birmingham City Council", "Birmingham")});
  return authorities;
}

inline RowContext context(const ColumnMapping& mapping) {
  return {.authority = "WLV",
          .authorities = two_authorities(),
          .mapping = mapping,
          .today = day("2026-11-23")};
}

inline std::vector<Row> csv_rows(const ColumnMapping& mapping, std::string text) {
  RowReader reader(http::RowFormat::csv, mapping, licence_file_columns());
  auto rows = reader.read(chunk(std::move(text)));
  REQUIRE(rows.has_value());
  return *std::move(rows);
}

// What the whole file is refused with.
inline core::Error refusal(const ColumnMapping& mapping, std::string text) {
  RowReader reader(http::RowFormat::csv, mapping, licence_file_columns());
  const auto rows = reader.read(chunk(std::move(text)));
  REQUIRE(rows.has_error());
  CHECK(rows.error().code() == core::Errc::invalid);
  return rows.error();
}

inline std::vector<LicenceRow> licences(const ColumnMapping& mapping, std::string text) {
  std::vector<LicenceRow> out;
  for (const Row& row : csv_rows(mapping, std::move(text))) {
    out.push_back(read_licence_row(row, context(mapping)));
  }
  return out;
}

inline std::vector<std::string> pointers(const core::Error& error) {
  std::vector<std::string> out;
  for (const core::FieldProblem& one : error.fields())
    out.push_back(one.pointer);
  return out;
}

template <class T>
std::vector<std::string> pointers(const core::Result<T>& result) {
  REQUIRE(result.has_error());
  return pointers(result.error());
}

using Pointers = std::vector<std::string>;

}  // namespace badgewatch::api
