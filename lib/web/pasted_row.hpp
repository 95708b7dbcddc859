// A row that was copied from a spreadsheet, put into the boxes: by its header where that was copied
// with it, else each cell by what it can only be. The officer looks at the boxes before anything is
// asked.
#pragma once

#include "web/person_fields.hpp"

#include <string_view>

namespace badgewatch::web {

// Cells are parted by tabs, or by commas as in a CSV file. A header is a first line of our own
// column names (full_name, date_of_birth, ...). `today` bounds dates of birth.
Typed read_pasted_row(std::string_view text, core::Date today);

}  // namespace badgewatch::web
