#include "web/long_table.hpp"

#include "web/messages.hpp"

namespace badgewatch::web {

void add_long_table(Sheet& sheet, Table table, std::int64_t all, std::string_view nothing) {
  if (table.rows.size() > rows_shown) table.rows.resize(rows_shown);
  const auto shown = static_cast<std::int64_t>(table.rows.size());
  sheet.table(table, nothing);
  if (all > shown) sheet.text(say("reports.more", {{"count", std::to_string(all - shown)}}));
}

}  // namespace badgewatch::web
