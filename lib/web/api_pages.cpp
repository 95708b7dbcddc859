#include "web/api_pages.hpp"

#include "core/text.hpp"
#include "http/percent.hpp"
#include "web/api_text.hpp"
#include "web/api_types.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"

namespace badgewatch::web {

namespace {

std::string place_of_schema(const std::string& name) {
  return name.empty() ? "" : "/help/api/schemas/" + http::percent_encode(name);
}

http::Response page(const Visit& visit, const std::string& title, Sheet sheet) {
  sheet.link("/help/api", say("api.back"));
  return show(visit, 200, {.title = title, .content = std::move(sheet).take(), .wide = true});
}

Cell words(std::string_view text) {
  return {.text = "", .inside = {api_words(text)}};
}

// The scope that a system needs and the roles that a person needs, as the register decides it.
SummaryList who_may(const ApiOperation& operation) {
  SummaryList list;
  const auto* permission = access::permission_of(operation.method, operation.path);
  const auto add = [&](std::string_view key, std::string value) {
    list.rows.push_back({std::string(key), std::move(value)});
  };
  if (permission == nullptr || permission->scope == access::Scope::none) {
    add(say("api.systems"), std::string(say("api.everybody")));
    return list;
  }
  if (permission->scope == access::Scope::people)
    add(say("api.systems"), std::string(say("api.no_system")));
  else if (permission->scope == access::Scope::any)
    add(say("api.systems"), std::string(say("api.any_key")));
  else
    add(say("api.systems"), say("api.scope", {{"scope", access::name_of(permission->scope)}}));
  std::vector<std::string> roles;
  for (const auto& one : access::role_names)
    if (permission->is_open_to(one.role)) roles.push_back(say_of("api_role.", one.name));
  add(say("api.people"), roles.empty() ? std::string(say("api.nobody")) : core::join(roles, ", "));
  if (permission->second_factor == access::SecondFactor::fresh)
    add(say("api.second_factor"), std::string(say("api.second_factor.fresh")));
  if (permission->foreign != access::Foreign::unnamed)
    add(say("api.foreign"),
        std::string(permission->foreign == access::Foreign::hidden ? say("api.foreign.hidden")
                                                                   : say("api.foreign.refused")));
  return list;
}

Table parameters_table(const ApiDocument& document, const ApiOperation& operation) {
  Table table{.caption = std::string(say("api.parameters")),
              .head = {{std::string(say("api.name"))},
                       {std::string(say("api.in"))},
                       {std::string(say("api.type"))},
                       {std::string(say("api.meaning"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& item : operation.json["parameters"].items()) {
    const auto parameter = document.followed(JsonView(item));
    const auto schema = parameter["schema"];
    const auto in = parameter["in"].text();
    table.rows.push_back(
        {{parameter["name"].text()},
         {parameter["required"].is_true() ? say_of("api_in_needed.", in) : say_of("api_in.", in)},
         {.text = type_text(schema), .href = place_of_schema(schema_name(schema))},
         words(parameter["description"].text())});
  }
  return table;
}

// A link for each schema, beside the media type that it is sent as.
Table contents_table(const JsonView& content) {
  Table table{.caption = std::string(say("api.body")),
              .head = {{std::string(say("api.media_type"))}, {std::string(say("api.type"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& [type, value] : content.members()) {
    const auto schema = JsonView(value)["schema"];
    table.rows.push_back(
        {{type}, {.text = type_text(schema), .href = place_of_schema(schema_name(schema))}});
  }
  return table;
}

void add_examples(Sheet& sheet, const JsonView& content) {
  for (const auto& [type, value] : content.members())
    if (const auto* example = value.find("example"))
      sheet.details(say("api.example", {{"type", type}}), code_block(example_text(*example)));
}

Table answers_table(const ApiDocument& document, const ApiOperation& operation) {
  Table table{.caption = std::string(say("api.answers")),
              .head = {{std::string(say("api.status"))},
                       {std::string(say("api.meaning"))},
                       {std::string(say("api.type"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& [status, value] : operation.json["responses"].members()) {
    const auto answer = document.followed(JsonView(value));
    auto text = answer["description"].text();
    for (const auto& [name, header] : answer["headers"].members())
      text += " `" + name + "`: " + JsonView(header)["description"].text();
    Cell type{.text = ""};
    for (const auto& [media, one] : answer["content"].members()) {
      const auto schema = JsonView(one)["schema"];
      if (!type.text.empty()) {
        type.text += ", " + media;
        continue;
      }
      const auto name = schema_name(schema);
      type = {.text = name.empty() ? media : type_text(schema), .href = place_of_schema(name)};
    }
    table.rows.push_back({{status}, words(text), std::move(type)});
  }
  return table;
}

}  // namespace

http::Response show_api(const Visit& visit) {
  const auto document = api_document(visit);
  const auto root = document.root();
  if (document.operations().empty()) return refusal(visit, 404);
  const auto title = std::string(say("api.title"));
  Sheet sheet;
  sheet.title(title).add(api_paragraphs(root["info"]["description"].text()));
  sheet.link("/openapi.json", say("api.file"));
  for (const auto& item : root["tags"].items()) {
    const JsonView tag(item);
    Part group("api_group");
    group.set("NAME", tag["name"].text());
    group.add("WORDS", api_words(tag["description"].text()));
    for (const auto& one : document.operations()) {
      const auto& tags = one.json["tags"].items();
      if (tags.empty() || JsonView(tags.front()).text() != tag["name"].text()) continue;
      group.each("CALL", Values()
                             .set("HREF", "/help/api/" + http::percent_encode(one.id))
                             .set("METHOD", one.method)
                             .set("PATH", one.path)
                             .set("SUMMARY", one.json["summary"].text()));
    }
    sheet.add(std::move(group));
  }
  sheet.link("/help", say("help.back"));
  return show(visit, 200, {.title = title, .content = std::move(sheet).take(), .wide = true});
}

http::Response show_api_operation(const Visit& visit) {
  const auto document = api_document(visit);
  const auto* operation = document.operation(visit.path.at("operation"));
  if (operation == nullptr) return refusal(visit, 404);
  const auto title = operation->json["summary"].text();
  Sheet sheet;
  sheet.title(title).add(code_block(operation->method + " " + operation->path));
  sheet.add(api_paragraphs(operation->json["description"].text()));
  sheet.heading(say("api.who")).list(who_may(*operation));
  sheet.table(parameters_table(document, *operation));
  const auto body = document.followed(operation->json["requestBody"]);
  if (body.is_there()) {
    sheet.table(contents_table(body["content"]));
    add_examples(sheet, body["content"]);
  }
  sheet.table(answers_table(document, *operation));
  for (const auto& [status, value] : operation->json["responses"].members())
    if (status.starts_with("2")) add_examples(sheet, document.followed(JsonView(value))["content"]);
  return page(visit, title, std::move(sheet));
}

http::Response show_api_schema(const Visit& visit) {
  const auto document = api_document(visit);
  const auto& name = visit.path.at("schema");
  const auto schema = document.root()["components"]["schemas"][name];
  if (!schema.is_there()) return refusal(visit, 404);
  Sheet sheet;
  sheet.title(name).add(api_paragraphs(schema["description"].text()));
  Table table{.caption = std::string(say("api.fields")),
              .head = {{std::string(say("api.name"))},
                       {std::string(say("api.type"))},
                       {std::string(say("api.meaning"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& field : fields_of(schema))
    table.rows.push_back(
        {{field.name},
         {.text = field.required ? say("api.always_there", {{"type", field.type}}) : field.type,
          .href = place_of_schema(field.schema)},
         words(field.text)});
  sheet.table(table, say("api.is", {{"type", type_text(schema)}}));
  return page(visit, name, std::move(sheet));
}

}  // namespace badgewatch::web
