#include "core/json.hpp"

#include <optional>

namespace badgewatch::core {

std::optional<double> Json::number() const {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value_)) return *real;
  return std::nullopt;
}

const Json* Json::find(std::string_view key) const {
  const JsonObject* members = object();
  if (members == nullptr) return nullptr;
  for (const auto& [name, json] : *members) {
    if (name == key) return &json;
  }
  return nullptr;
}

}  // namespace badgewatch::core
