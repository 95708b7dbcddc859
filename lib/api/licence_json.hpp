// A licence record as JSON in: the body of PUT /v1/licences/{licence_number}, or a row of NDJSON.
#pragma once

#include "core/json_reader.hpp"
#include "domain/licence.hpp"
#include "person/person_json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::api {

struct LicenceRead {
  domain::Licence licence;
  person::Warnings warnings;
};

// Errc::invalid with every wrong field. `licence_number` comes from the path; its pointer is
// "/licence_number" too. `today` bounds the date of birth.
core::Result<LicenceRead> read_licence(const core::Json& body, std::string_view licence_number,
                                       core::Date today);

// The parts, for a reader that knows further members (a batch's row) and calls finish() itself.
LicenceRead read_licence_fields(core::JsonReader& reader, core::Date today);

// The number trimmed: 1 to 40 characters that can be seen. Nothing, and a problem at
// "/licence_number", when it is not of that form.
std::optional<std::string> read_licence_number(std::string_view text, core::Problems& problems);

// What must be so between fields.
void check_licence_dates(const domain::Licence& licence, core::Problems& problems);

}  // namespace badgewatch::api
