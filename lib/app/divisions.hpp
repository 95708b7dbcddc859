// How an operator states which of an authority's records go to another of its successors than the
// rest: a table of council staff, judged as a whole and kept as reference data, which name ids
// alone.
#pragma once

#include "app/reference.hpp"
#include "core/result.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::app {

// What a row may name: by the number of a licence, else by the id of the record.
enum class Named { licence, entry, concern, request, officer };
std::string_view name_of(Named kind);

struct DivisionRow {
  Named kind = Named::licence;
  std::string record;
  std::string successor;
  std::string recorded_by = {};  // the code under which it stands; empty: not said
  friend bool operator==(const DivisionRow&, const DivisionRow&) = default;
};

// The rows under the head `kind,record,successor`, with or without `recorded_by`. What is wrong
// names its row, from 1 behind the head: Errc::invalid, as for an authority that is not to be
// divided.
core::Result<std::vector<DivisionRow>> read_division(std::string_view csv,
                                                     const domain::Authority& former);

// What the rows name, of what was found under the authority's own code (the first of `found`) and
// under those of earlier ones that ended in it: a number is its own licence's, where it has one.
// Errc::invalid names every row whose number stands under several earlier codes.
core::Result<std::vector<std::optional<core::Uuid>>> named_in_all(
    std::span<const DivisionRow> rows,
    std::span<const std::vector<std::optional<core::Uuid>>> found);

// `ids`: what the register has under the former authority's code for each row; null: nothing.
// Errc::invalid names every row that has none, or that names a record of an earlier row.
core::Result<std::vector<domain::Share>> shares_of(const domain::Authority& former,
                                                   std::span<const DivisionRow> rows,
                                                   std::span<const std::optional<core::Uuid>> ids);

// The reference file of all divisions, with these for that authority in place of those of before.
ports::ReferenceFile with_division(const domain::Authorities& before, std::string_view former,
                                   std::vector<domain::Share> shares, core::Date today);

// Of the files that are kept, that of divisions, where there is one.
std::optional<ports::ReferenceFile> kept_divisions(std::span<const ports::ReferenceFile> kept);

}  // namespace badgewatch::app
