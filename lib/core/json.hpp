// JSON as this register takes it: strict, and without surprises for whoever reads it.
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace badgewatch::core {

class Json;
using JsonArray = std::vector<Json>;
// In the order of the text. Keys are unique: parse_json refuses others.
using JsonObject = std::vector<std::pair<std::string, Json>>;

class Json {
public:
  using Value =
      std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, JsonArray, JsonObject>;

  Json() noexcept : value_(nullptr) {}
  Json(Value value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  // Integers too.
  std::optional<double> number() const;
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const JsonArray* array() const { return std::get_if<JsonArray>(&value_); }
  const JsonObject* object() const { return std::get_if<JsonObject>(&value_); }
  // The member of that name; null when this is no object or has none.
  const Json* find(std::string_view key) const;

  const Value& value() const { return value_; }
  Value& value() { return value_; }

private:
  Value value_;
};

// RFC 8259, and refused besides: duplicate keys, U+0000 in a string, numbers that are not finite or
// too large for 64 bits, nesting over 32, invalid UTF-8, anything after the value. The error is
// Errc::malformed; its sentence says what and where (byte offset), never the text itself.
Result<Json> parse_json(std::string_view text);

}  // namespace badgewatch::core
