#include "web/mappings.hpp"

#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/mapping.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

bool is_own(const JsonView& mapping) {
  return mapping["owner"].text() == "authority";
}

std::string caption_of(const JsonView& mapping) {
  std::string dates;
  for (const auto& form : mapping["dates"].items())
    dates += (dates.empty() ? "" : ", ") + say_of("mapping_dates.", JsonView(form).text());
  return say("mappings.of", {{"name", mapping["name"].text()},
                             {"kind", say_of("mapping_kind.", mapping["kind"].text())},
                             {"dates", dates}});
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

Table own_table(const std::vector<Answer>& answers) {
  Table table{.caption = std::string(say("mappings.own")),
              .head = {{std::string(say("mapping_form.name"))},
                       {std::string(say("mapping_form.kind"))},
                       {std::string(say("mapping_form.description"))},
                       {std::string(say("mapping.changed"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& answer : answers)
    for (const auto& item : answer["mappings"].items()) {
      const JsonView one(item);
      if (!is_own(one)) continue;
      const auto name = one["name"].text();
      table.rows.push_back({{.text = name, .href = place_of_mapping(name)},
                            {say_of("mapping_kind.", one["kind"].text())},
                            {one["description"].text()},
                            {time_text(one["changed_at"].text())}});
    }
  return table;
}

}  // namespace

http::Response show_mappings(const Visit& visit) {
  std::vector<Answer> answers;
  for (const auto* kind : {"kind=licences", "kind=decisions"}) {
    answers.push_back(ask(visit, {.path = "/v1/column-mappings", .query = kind}));
    if (!answers.back().is_good()) return refusal(visit, answers.back());
  }
  Sheet sheet;
  sheet.title(say("mappings.title")).text(say("mappings.text"));
  if (visit.may("PUT", "/v1/column-mappings/{name}"))
    sheet.add(component(
        Button{.text = std::string(say("mapping_form.new")), .href = "/admin/mappings/new"}));
  sheet.table(own_table(answers), say("mappings.none"));
  sheet.heading(say("mappings.register")).text(say("mappings.register.text"));
  for (const auto& answer : answers)
    for (const auto& item : answer["mappings"].items())
      if (const JsonView mapping(item); !is_own(mapping)) sheet.table(table_of(mapping));
  sheet.link("/drivers/upload", say("drivers.upload"));
  sheet.link("/decisions/upload", say("decisions_upload.title"));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, 200, say("mappings.title"), std::move(sheet), false, true);
}

}  // namespace badgewatch::web
