// The rows of POST /v1/rosters: licences as in a batch, or numbers with hashes.
#pragma once

#include "api/licence_rows.hpp"
#include "ports/rosters.hpp"

namespace badgewatch::api {

// Of a CSV with the columns `licence_number` and `sha256` and no others.
const FileColumns& roster_hash_columns();

// Errc::invalid names the row: one bad row is the whole roster's. `is_hashed`: every row is a
// number and a hash.
core::Result<ports::RosterRow> read_roster_row(const Row& row, const RowContext& context,
                                               bool is_hashed);

// The same refusal, with the row in front of each field.
core::Error error_of_row(std::size_t row, const core::Error& error);

}  // namespace badgewatch::api
