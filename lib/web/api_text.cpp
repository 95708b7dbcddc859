#include "web/api_text.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"

namespace badgewatch::web {

namespace {

constexpr int decimals_shown = 6;

std::string quoted(std::string_view text) {
  core::JsonWriter out;
  out.value(text);
  return std::move(out).take();
}

std::string scalar(const core::Json& value) {
  core::JsonWriter out;
  if (const auto* text = value.string())
    out.value(*text);
  else if (const auto* flag = value.boolean())
    out.value(*flag);
  else if (const auto* integer = value.integer())
    out.value(*integer);
  else if (const auto number = value.number())
    out.value(*number, decimals_shown);
  else
    out.value(nullptr);
  return std::move(out).take();
}

void write(std::string& out, const core::Json& value, const std::string& indent) {
  const auto deeper = indent + "  ";
  if (const auto* object = value.object(); object != nullptr && !object->empty()) {
    out += "{\n";
    for (const auto& [name, member] : *object) {
      out += deeper + quoted(name) + ": ";
      write(out, member, deeper);
      out += &name == &object->back().first ? "\n" : ",\n";
    }
    out += indent + "}";
  } else if (object != nullptr) {
    out += "{}";
  } else if (const auto* array = value.array(); array != nullptr && !array->empty()) {
    out += "[\n";
    for (const auto& item : *array) {
      out += deeper;
      write(out, item, deeper);
      out += &item == &array->back() ? "\n" : ",\n";
    }
    out += indent + "]";
  } else {
    out += array != nullptr ? "[]" : scalar(value);
  }
}

}  // namespace

Part api_words(std::string_view text) {
  Part part("api_words");
  bool is_code = false;
  for (const auto piece : core::split(text, '`')) {
    if (!piece.empty())
      part.each("PIECE", Values().set("TEXT", piece).show("CODE", is_code).show("PLAIN", !is_code));
    is_code = !is_code;
  }
  return part;
}

Part api_paragraphs(std::string_view text) {
  Part part("api_paragraphs");
  while (!text.empty()) {
    const auto end = text.find("\n\n");
    part.each("PARAGRAPH", Values().add("WORDS", api_words(text.substr(0, end))));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 2);
  }
  return part;
}

std::string example_text(const core::Json& example) {
  if (const auto* text = example.string()) return *text;
  std::string out;
  write(out, example, "");
  return out;
}

Part code_block(std::string_view text) {
  Part part("code_block");
  part.set("TEXT", text);
  return part;
}

}  // namespace badgewatch::web
