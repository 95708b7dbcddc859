// The rows of POST /v1/licences/batch.
#pragma once

#include "api/licence_json.hpp"
#include "api/row_fields.hpp"

#include <string>

namespace badgewatch::api {

const FileColumns& licence_file_columns();

struct LicenceRow {
  std::size_t number = 0;
  std::string licence_number;  // empty when it could not be read
  core::Result<LicenceRead> read;
};

// Errc::invalid with every wrong field. Pointers are those of the row's JSON, or "/" and our name
// of the CSV column.
LicenceRow read_licence_row(const Row& row, const RowContext& context);

}  // namespace badgewatch::api
