// The rows of POST /v1/decisions/batch.
#pragma once

#include "api/decision_json.hpp"
#include "api/row_fields.hpp"

#include <string>

namespace badgewatch::api {

const FileColumns& decision_file_columns();
// Under our own column names: where an upload names none.
const ColumnMapping& decision_mapping();

struct DecisionRow {
  std::size_t number = 0;
  std::string your_reference;  // empty when it could not be read
  core::Result<DecisionRead> read;
};

// Errc::invalid with every wrong field. Pointers are those of the row's JSON, or "/" and our name
// of the CSV column.
DecisionRow read_decision_row(const Row& row, const RowContext& context);

}  // namespace badgewatch::api
