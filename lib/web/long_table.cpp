#include "web/long_table.hpp"

#include "web/messages.hpp"

namespace badgewatch::web {

void add_long_table(Sheet& sheet, Table table, std::string_view nothing) {
  const auto all = table.rows.size();
  if (all > rows_shown) table.rows.resize(rows_shown);
  sheet.table(table, nothing);
  if (all > rows_shown)
    sheet.text(say("reports.more", {{"count", std::to_string(all - rows_shown)}}));
}

}  // namespace badgewatch::web
