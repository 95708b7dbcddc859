// PERSON as JSON, in and out.
#pragma once

#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "person/person.hpp"

namespace badgewatch::person {

// What was kept as given although something about it is odd ("QQ is never issued").
using Warnings = std::vector<core::FieldProblem>;

// `strict` is what the register takes: a value that is not of its form is a problem. `lenient` is
// what the matcher's own program takes: such a value is a warning and stays as given (a date that
// cannot be read is absent). An unknown field or a wrong kind of JSON is a problem in both.
enum class Reading { strict, lenient };

// Reads PERSON at `pointer` (RFC 6901; "/subject"). Problems and warnings are added with full
// pointers. `today` bounds dates of birth. Values come back tidied: trimmed, NFC, numbers and
// postcodes in capitals and in their usual spacing. A member "id" is known, and left to the caller.
Person read_person(const core::Json& json, const std::string& pointer, Reading reading,
                   core::Date today, core::Problems& problems, Warnings& warnings);

// The same form back; absent values are left out. Canonical: equal persons give equal text.
void write_person(core::JsonWriter& writer, const Person& person);

// The member "warnings": a list of pointer and sentence. Left out where there are none.
void write_warnings(core::JsonWriter& writer, const Warnings& warnings);

// The inverse of write_person for what the register itself wrote, without checks: fast, for loading
// an index (well below a microsecond). Errc::internal when the text is not of exactly that form.
core::Result<Person> read_stored_person(std::string_view text);

}  // namespace badgewatch::person
