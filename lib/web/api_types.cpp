#include "web/api_types.hpp"

#include "core/text.hpp"
#include "web/messages.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

constexpr int deepest = 8;

std::string name_in(const std::string& reference) {
  return reference.substr(reference.rfind('/') + 1);
}

// As JSON has it, without quotation marks.
std::string literal(const JsonView& view) {
  if (view.is_boolean()) return view.is_true() ? "true" : "false";
  if (view.is_integer()) return std::to_string(view.integer());
  return view.text();
}

std::string literals(const JsonView& list) {
  std::vector<std::string> all;
  for (const auto& one : list.items())
    all.push_back(literal(JsonView(one)));
  return core::join(all, ", ");
}

std::string or_text() {
  return " " + std::string(say("api.or")) + " ";
}

std::string alternatives(const JsonView& list) {
  std::vector<std::string> all;
  for (const auto& one : list.items()) {
    auto text = type_text(JsonView(one));
    if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
  }
  return core::join(all, or_text());
}

std::string plain_type(const JsonView& schema) {
  std::vector<std::string> all;
  const auto type = schema["type"];
  if (!type.text().empty()) all.push_back(type.text());
  for (const auto& one : type.items())
    all.push_back(JsonView(one).text());
  std::vector<std::string> said;
  for (const auto& one : all) {
    if (one == "array")
      said.push_back(say("api.list", {{"type", type_text(schema["items"])}}));
    else
      said.push_back(say_of("api_type.", one));
  }
  return core::join(said, or_text());
}

// "1 to 255", "at least 1", "at most 200"; empty where neither is there.
std::string between(const JsonView& least, const JsonView& most) {
  const auto low = std::to_string(least.integer());
  const auto high = std::to_string(most.integer());
  if (least.is_integer() && most.is_integer())
    return low == high ? low : say("api.between", {{"least", low}, {"most", high}});
  if (least.is_integer()) return say("api.least", {{"count", low}});
  return most.is_integer() ? say("api.most", {{"count", high}}) : "";
}

std::string bounds(const JsonView& schema) {
  std::vector<std::string> all;
  const auto add = [&](std::string_view word, const std::string& text) {
    if (!text.empty()) all.push_back(say_of("api_bound.", word) + " " + text);
  };
  if (schema["enum"].is_there()) add("one_of", literals(schema["enum"]));
  if (schema["x-extensible-enum"].is_there())
    add("newer_too", literals(schema["x-extensible-enum"]));
  if (schema["const"].is_there()) add("always", literal(schema["const"]));
  if (schema["format"].is_there()) add("format", schema["format"].text());
  add("length", between(schema["minLength"], schema["maxLength"]));
  add("value", between(schema["minimum"], schema["maximum"]));
  add("items", between(schema["minItems"], schema["maxItems"]));
  if (schema["pattern"].is_there()) add("pattern", schema["pattern"].text());
  if (schema["default"].is_there()) add("default", literal(schema["default"]));
  return core::join(all, "; ");
}

bool has_own_fields(const JsonView& schema) {
  return !schema["$ref"].is_there() && !schema["properties"].members().empty();
}

void collect(const JsonView& schema, const std::string& front, int depth,
             std::vector<ApiField>& fields) {
  if (depth > deepest) return;
  const auto& needed = schema["required"].items();
  for (const auto& [name, value] : schema["properties"].members()) {
    const JsonView member(value);
    const bool required = std::any_of(needed.begin(), needed.end(), [&](const core::Json& one) {
      return JsonView(one).text() == name;
    });
    const auto path = front + name;
    fields.push_back(
        {path, type_text(member), schema_name(member), required, member["description"].text()});
    if (has_own_fields(member)) collect(member, path + ".", depth + 1, fields);
    if (has_own_fields(member["items"])) collect(member["items"], path + "[].", depth + 1, fields);
  }
  for (const auto* of : {"allOf", "oneOf", "anyOf"})
    for (const auto& one : schema[of].items())
      if (has_own_fields(JsonView(one))) collect(JsonView(one), front, depth + 1, fields);
}

}  // namespace

std::string type_text(const JsonView& schema) {
  if (schema["$ref"].is_there()) return name_in(schema["$ref"].text());
  for (const auto* of : {"oneOf", "anyOf"})
    if (!schema[of].items().empty() && !schema["properties"].is_there())
      return alternatives(schema[of]);
  auto type = plain_type(schema);
  const auto bound = bounds(schema);
  if (type.empty()) return bound.empty() ? std::string(say("api.anything")) : bound;
  return bound.empty() ? type : type + ": " + bound;
}

std::string schema_name(const JsonView& schema) {
  for (const auto& one : {schema, schema["items"]})
    if (one["$ref"].is_there()) return name_in(one["$ref"].text());
  for (const auto* of : {"oneOf", "anyOf"})
    for (const auto& one : schema[of].items())
      if (const auto name = schema_name(JsonView(one)); !name.empty()) return name;
  return {};
}

std::vector<ApiField> fields_of(const JsonView& schema) {
  std::vector<ApiField> fields;
  collect(schema, "", 0, fields);
  return fields;
}

}  // namespace badgewatch::web
