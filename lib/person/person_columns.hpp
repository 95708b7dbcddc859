// PERSON from the flat columns of a council's CSV file.
#pragma once

#include "core/date.hpp"
#include "core/json_reader.hpp"
#include "person/person.hpp"
#include "person/person_json.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace badgewatch::person {

// How `full_name` and `former_names` write a name.
enum class NameOrder { as_written, family_comma_given };

// How a file writes what can be written in several ways.
struct WrittenForms {
  NameOrder names = NameOrder::as_written;
  bool day_first_dates = true;  // 14/03/1985 too, not 1985-03-14 alone
};

// The cell of a column in the row at hand; nothing where the file has no such column. The text
// lives as long as the call.
using Columns = std::function<std::optional<std::string_view>(std::string_view column)>;

// The columns that read_person_columns asks for.
std::span<const std::string_view> person_columns();

// The strict rules of read_person, and the file's own forms. A problem's pointer is "/" and the
// column. An empty cell is an absent value. Several former names are parted by ';'. Where a row has
// both `full_name` and `family_name`, the parts are its name, and a full name of other words is an
// alias.
Person read_person_columns(const Columns& columns, const WrittenForms& forms, core::Date today,
                           core::Problems& problems, Warnings& warnings);

}  // namespace badgewatch::person
