#include "api/licence_rows.hpp"

#include "core/text.hpp"
#include "person/person_columns.hpp"

#include <utility>

namespace badgewatch::api {
namespace {

// Sets `out.licence_number` when it is one, whatever else is wrong.
void keep_number(LicenceRow& out, std::string_view text, core::Problems& problems) {
  if (auto number = read_licence_number(text, problems)) out.licence_number = std::move(*number);
}

void conclude(LicenceRow& out, LicenceRead read, core::Problems problems) {
  if (!problems.empty()) {
    out.read = core::invalid_fields(std::move(problems));
    return;
  }
  read.licence.licence_number = out.licence_number;
  out.read = std::move(read);
}

void read_json(LicenceRow& out, const core::Json& json, const RowContext& context) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  if (!reader.is_object()) return conclude(out, {}, std::move(problems));
  const core::Json* number = reader.member("licence_number");
  if (number && !number->string()) {
    reader.problem("licence_number", "must be text");
  } else {
    keep_number(out, number ? *number->string() : std::string_view(), problems);
  }
  check_row_authority(reader.optional_string("authority").value_or(""), context, problems);
  LicenceRead read = read_licence_fields(reader, context.today);
  reader.finish();
  conclude(out, std::move(read), std::move(problems));
}

void read_csv(LicenceRow& out, const CsvRow& row, const RowContext& context) {
  core::Problems problems;
  RowFields fields(row, context.mapping, problems);
  LicenceRead read;
  domain::Licence& licence = read.licence;
  keep_number(out, fields.cell("licence_number").value_or(""), problems);
  check_row_authority(fields.cell("authority").value_or(""), context, problems);
  if (const std::string_view word = fields.required("class"); !word.empty()) {
    const auto found = domain::licence_class_named(core::ascii_lower(word));
    if (!found) fields.problem("class", "must be one of hackney_carriage, private_hire, dual");
    licence.licence_class = found.value_or(licence.licence_class);
  }
  if (const std::string_view word = fields.required("status"); !word.empty()) {
    const auto found = domain::licence_status_named(core::ascii_lower(word));
    if (!found) {
      fields.problem("status",
                     "must be one of applied, current, suspended, revoked, refused, expired, "
                     "surrendered");
    }
    licence.status = found.value_or(licence.status);
  }
  licence.granted_on = fields.optional_date("granted_on");
  licence.expires_on = fields.optional_date("expires_on");
  check_licence_dates(licence, problems);
  const auto cell = [&](std::string_view column) { return fields.cell(column); };
  licence.holder = person::read_person_columns(cell, context.mapping.forms(), context.today,
                                               problems, read.warnings);
  conclude(out, std::move(read), std::move(problems));
}

FileColumns make_columns() {
  FileColumns out;
  out.known = {"licence_number", "class", "status", "granted_on", "expires_on"};
  const auto person = person::person_columns();
  out.known.insert(out.known.end(), person.begin(), person.end());
  out.known.push_back("authority");
  out.required = {{"licence_number"}, {"class"}, {"status"}, {"full_name", "family_name"}};
  return out;
}

}  // namespace

const FileColumns& licence_file_columns() {
  static const FileColumns columns = make_columns();
  return columns;
}

LicenceRow read_licence_row(const Row& row, const RowContext& context) {
  LicenceRow out;
  out.number = row.number;
  if (!row.content) {
    out.read = row.content.error();
  } else if (const auto* json = std::get_if<core::Json>(&*row.content)) {
    read_json(out, *json, context);
  } else {
    read_csv(out, std::get<CsvRow>(*row.content), context);
  }
  return out;
}

}  // namespace badgewatch::api
