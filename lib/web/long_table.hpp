// A table that may be long beside a file that has all of it: the page shows as much as it can bear
// and says how much is left.
#pragma once

#include "web/sheet.hpp"

#include <cstdint>
#include <string_view>

namespace badgewatch::web {

inline constexpr std::size_t rows_shown = 50;

// `all`: how many rows there are, of which the table may have the first ones alone. `nothing` is
// said where it has none.
void add_long_table(Sheet& sheet, Table table, std::int64_t all, std::string_view nothing);

}  // namespace badgewatch::web
