#include "api/roster_rows.hpp"

#include <algorithm>

namespace badgewatch::api {

namespace {

core::Result<core::Hash> read_hash(std::string_view text) {
  const auto bytes = core::from_hex(text);
  core::Hash hash{};
  if (!bytes || bytes->size() != hash.size())
    return core::Error(core::Errc::invalid, "",
                       {{"/sha256", "must be a SHA-256 of 64 hexadecimal digits"}});
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

core::Result<ports::RosterRow> hashed(std::string_view number, std::string_view sha256) {
  core::Problems problems;
  auto read = read_licence_number(number, problems);
  const auto hash = read_hash(sha256);
  if (!hash) problems.push_back(hash.error().fields().front());
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  ports::RosterRow row;
  row.licence.licence_number = std::move(*read);
  row.hash = *hash;
  return row;
}

core::Result<ports::RosterRow> read_hashed(const Row& row, const RowContext& context) {
  if (const auto* csv = std::get_if<CsvRow>(&*row.content))
    return hashed(csv->cell("licence_number").value_or(""), csv->cell("sha256").value_or(""));
  core::Problems problems;
  core::JsonReader reader(std::get<core::Json>(*row.content), "", problems);
  const auto number = reader.string("licence_number");
  const auto sha256 = reader.string("sha256");
  check_row_authority(reader.optional_string("authority").value_or(""), context, problems);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return hashed(number, sha256);
}

}  // namespace

const FileColumns& roster_hash_columns() {
  static const FileColumns columns{.known = {"licence_number", "sha256"},
                                   .required = {{"licence_number"}, {"sha256"}}};
  return columns;
}

core::Error error_of_row(std::size_t row, const core::Error& error) {
  const auto number = std::to_string(row);
  std::vector<core::FieldProblem> fields;
  for (const auto& field : error.fields())
    fields.push_back({"/rows/" + number + field.pointer, field.detail});
  auto detail = "Row " + number + " is not as it must be. The roster was not taken.";
  if (fields.empty()) detail += " " + std::string(error.detail());
  return {error.code(), detail, std::move(fields)};
}

core::Result<ports::RosterRow> read_roster_row(const Row& row, const RowContext& context,
                                               bool is_hashed) {
  if (!row.content) return error_of_row(row.number, row.content.error());
  ports::RosterRow result;
  if (is_hashed) {
    auto read = read_hashed(row, context);
    if (!read) return error_of_row(row.number, read.error());
    result = std::move(*read);
  } else {
    auto read = read_licence_row(row, context);
    if (!read.read) return error_of_row(row.number, read.read.error());
    result.licence = std::move(read.read->licence);
  }
  result.row = static_cast<std::int64_t>(row.number);
  return result;
}

}  // namespace badgewatch::api
