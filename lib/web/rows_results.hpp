// What came of a file of rows: how many of each, and each row that was not taken.
#pragma once

#include "web/part.hpp"
#include "web/sent_rows.hpp"

#include <string>

namespace badgewatch::web {

// `reference` is the member by which the API names a row: "your_reference". `is_look`: the rows
// were only read.
Part rows_results(const RowsTaken& taken, const std::string& reference, bool is_look = false);

// What is wrong with a row, or with a file that was refused, in sentences.
std::string problem_text(const JsonView& problem);

}  // namespace badgewatch::web
