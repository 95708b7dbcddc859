#include "web/mappings.hpp"

#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"

namespace badgewatch::web {

namespace {

std::string caption_of(const JsonView& mapping) {
  std::string dates;
  for (const auto& form : mapping["dates"].items())
    dates += (dates.empty() ? "" : ", ") + say_of("mapping_dates.", JsonView(form).text());
  return say("mappings.of", {{"name", mapping["name"].text()}, {"dates", dates}});
}

Table table_of(const JsonView& mapping) {
  Table table{
      .caption = caption_of(mapping),
      .head = {{std::string(say("mappings.column"))}, {std::string(say("mappings.header"))}},
      .rows = {},
      .first_is_header = true};
  for (const auto& item : mapping["columns"].items()) {
    const JsonView column(item);
    table.rows.push_back({{column["column"].text()}, {column["header"].text()}});
  }
  return table;
}

}  // namespace

http::Response show_mappings(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/column-mappings"});
  if (!answer.is_good()) return refusal(visit, answer);
  Sheet sheet;
  sheet.title(say("mappings.title")).text(say("mappings.text")).text(say("mappings.who"));
  for (const auto& mapping : answer["mappings"].items())
    sheet.table(table_of(JsonView(mapping)));
  sheet.link("/drivers/upload", say("drivers.upload"));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, 200, say("mappings.title"), std::move(sheet));
}

}  // namespace badgewatch::web
