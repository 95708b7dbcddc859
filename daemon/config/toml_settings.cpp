#include "config/toml_settings.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <optional>

namespace badgewatch::daemon {
namespace {

std::optional<std::vector<std::string>> texts(const toml::array& array) {
  std::vector<std::string> out;
  for (const toml::node& item : array) {
    const auto text = item.value_exact<std::string>();
    if (!text) return std::nullopt;
    out.push_back(*text);
  }
  return out;
}

decltype(TomlSetting::value) value_of(const toml::node& node) {
  if (const auto* flag = node.as_boolean()) return flag->get();
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* array = node.as_array()) {
    if (auto list = texts(*array)) return std::move(*list);
  }
  return OtherValue{};
}

void flatten(const toml::table& table, const std::string& prefix, std::vector<TomlSetting>& out);

void flatten_each(const toml::array& tables, const std::string& prefix,
                  std::vector<TomlSetting>& out) {
  std::size_t place = 0;
  for (const toml::node& node : tables) {
    const std::string name = prefix + std::to_string(place++);
    out.push_back({name, node.source().begin.line, SectionMark{}});
    flatten(*node.as_table(), name + ".", out);
  }
}

void flatten(const toml::table& table, const std::string& prefix, std::vector<TomlSetting>& out) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    const std::int64_t line = key.source().begin.line;
    const toml::array* list = node.as_array();
    if (const toml::table* inner = node.as_table()) {
      out.push_back({name, line, SectionMark{}});
      flatten(*inner, name + ".", out);
    } else if (list != nullptr && list->is_array_of_tables()) {
      flatten_each(*list, name + ".", out);
    } else {
      out.push_back({name, line, value_of(node)});
    }
  }
}

}  // namespace

std::variant<std::vector<TomlSetting>, TomlFault> read_toml(std::string_view text) {
  try {
    const toml::table table = toml::parse(text);
    std::vector<TomlSetting> out;
    flatten(table, "", out);
    return out;
  } catch (const toml::parse_error& fault) {
    return TomlFault{fault.source().begin.line, std::string(fault.description())};
  }
}

}  // namespace badgewatch::daemon
