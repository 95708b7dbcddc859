// A table that may be long beside a file that has all of it: the page shows as much as it can bear
// and says how much is left.
#pragma once

#include "web/sheet.hpp"

#include <string_view>

namespace badgewatch::web {

inline constexpr std::size_t rows_shown = 50;

// `nothing` is said where it has no rows.
void add_long_table(Sheet& sheet, Table table, std::string_view nothing);

}  // namespace badgewatch::web
