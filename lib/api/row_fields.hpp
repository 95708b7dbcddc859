// What rows of licences and rows of decisions are read with.
#pragma once

#include "api/column_mapping.hpp"
#include "api/row_reader.hpp"
#include "core/json_reader.hpp"
#include "domain/authority.hpp"

#include <optional>
#include <string_view>

namespace badgewatch::api {

// Whose rows they are, and on which day they came. What it refers to outlives the reading.
struct RowContext {
  std::string_view authority;  // the caller's code
  const domain::Authorities& authorities;
  const ColumnMapping& mapping;  // for a CSV
  core::Date today;
  bool may_import = false;  // the key's scope `import` is open
};

// One CSV row by our columns, with the mapping's defaults and words. A problem's pointer is "/" and
// our column.
class RowFields {
public:
  RowFields(const CsvRow& row, const ColumnMapping& mapping, core::Problems& problems)
      : row_(row), mapping_(mapping), problems_(problems) {}

  // Nothing where the file has no such column and the mapping no default; empty for an empty cell.
  std::optional<std::string_view> cell(std::string_view column) const;
  // The cell, or empty and a problem.
  std::string_view required(std::string_view column);
  std::optional<core::Date> optional_date(std::string_view column);
  std::optional<core::Date> date(std::string_view column);
  void problem(std::string_view column, std::string detail);

private:
  const CsvRow& row_;
  const ColumnMapping& mapping_;
  core::Problems& problems_;
};

// A row may name its authority, by code, name or other name: it must be the caller's own.
void check_row_authority(std::string_view words, const RowContext& context,
                         core::Problems& problems);

}  // namespace badgewatch::api
