#include "web/mapping.hpp"

#include "http/percent.hpp"
#include "web/admin.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

std::string api_place(const Visit& visit) {
  return address_of("/v1/column-mappings/{name}", {visit.path.at("name")});
}

SummaryList facts_of(const Answer& answer) {
  const auto mapping = answer["mapping"];
  std::string dates;
  for (const auto& form : mapping["dates"].items())
    dates += (dates.empty() ? "" : ", ") + say_of("mapping_dates.", JsonView(form).text());
  SummaryList list;
  list.rows.push_back({std::string(say("mapping_form.name")), mapping["name"].text()});
  list.rows.push_back(
      {std::string(say("mapping_form.kind")), say_of("mapping_kind.", answer["kind"].text())});
  list.rows.push_back(
      {std::string(say("mapping_form.description")), mapping["description"].text()});
  list.rows.push_back({std::string(say("mapping_form.dates")), dates});
  list.rows.push_back({std::string(say("mapping_form.name_order")),
                       say_of("mapping_order.", mapping["name_order"].text())});
  for (const auto& [field, text] : mapping["defaults"].members())
    list.rows.push_back({say_of("mapping_default.", field), JsonView(text).text()});
  if (answer["changed_at"].is_there())
    list.rows.push_back(
        {std::string(say("mapping.changed")),
         say("mapping.changed_by", {{"who", answer["changed_by"].text()},
                                    {"when", time_text(answer["changed_at"].text())}})});
  return list;
}

Table columns_of(const JsonView& mapping) {
  Table table{
      .caption = std::string(say("mapping_form.columns")),
      .head = {{std::string(say("mappings.column"))}, {std::string(say("mappings.header"))}},
      .rows = {},
      .first_is_header = true};
  for (const auto& [field, column] : mapping["columns"].members())
    table.rows.push_back({{say_of("mapping_field.", field)}, {JsonView(column)["header"].text()}});
  return table;
}

Table words_of(const JsonView& mapping) {
  Table table{.caption = std::string(say("mapping_form.words")),
              .head = {{std::string(say("mappings.column"))},
                       {std::string(say("mapping.theirs"))},
                       {std::string(say("mapping.ours"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& [field, words] : mapping["values"].members())
    for (const auto& [theirs, ours] : JsonView(words).members())
      table.rows.push_back({{say_of("mapping_field.", field)}, {theirs}, {JsonView(ours).text()}});
  return table;
}

http::Response page(const Visit& visit, int status, const Answer& answer,
                    const FormErrors& errors) {
  const auto name = answer["name"].text();
  Sheet sheet;
  sheet.errors(errors).title(say("mapping.title", {{"name", name}})).list(facts_of(answer));
  sheet.table(columns_of(answer["mapping"])).table(words_of(answer["mapping"]));
  const bool is_own = answer["version"].is_there();
  if (is_own && visit.may("PUT", "/v1/column-mappings/{name}")) {
    sheet.add(component(Button{.text = std::string(say("mapping.change")),
                               .href = place_of_mapping(name) + "/change"}));
    sheet.details(say("mapping.remove"),
                  component(visit, PostForm{.action = place_of_mapping(name) + "/remove",
                                            .fields = {paragraph(say("mapping.remove.text")),
                                                       hidden("version", answer["version"].text())},
                                            .button = std::string(say("mapping.remove.button")),
                                            .button_classes = "govuk-button--warning",
                                            .once = false}),
                  !errors.empty());
  }
  sheet.link("/admin/mappings", say("mapping.back"));
  return show_admin_page(visit, status, say("mapping.title", {{"name", name}}), std::move(sheet),
                         !errors.empty(), true);
}

}  // namespace

std::string place_of_mapping(std::string_view name) {
  return "/admin/mappings/named/" + http::percent_encode(name);
}

Answer read_mapping(const Visit& visit) {
  return ask(visit, {.path = api_place(visit)});
}

std::string columns_text(const JsonView& mapping) {
  std::string text;
  for (const auto& [field, column] : mapping["columns"].members())
    text += (text.empty() ? "" : "; ") + say_of("mapping_field.", field) + ": " +
            JsonView(column)["header"].text();
  return text;
}

http::Response show_mapping(const Visit& visit) {
  const auto answer = read_mapping(visit);
  return answer.is_good() ? page(visit, 200, answer, {}) : refusal(visit, answer);
}

http::Response do_remove_mapping(const Visit& visit) {
  const auto answer = ask(visit, {.method = "DELETE",
                                  .path = api_place(visit),
                                  .headers = {{"If-Match", '"' + visit.typed("version") + '"'}}});
  // As a second press finds it.
  if (answer.is_good() || answer.status == 404) return go_to("/admin/mappings");
  if (answer.status != 412) return refusal(visit, answer);
  const auto now = read_mapping(visit);
  if (!now.is_good()) return refusal(visit, now);
  FormErrors errors;
  errors.add("", say("mapping.stale", {{"who", now["changed_by"].text()},
                                       {"when", time_text(now["changed_at"].text())}}));
  return page(visit, 412, now, errors);
}

}  // namespace badgewatch::web
