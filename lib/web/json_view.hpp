// Reading an answer of the API without asking at each step whether it is there.
#pragma once

#include "core/json.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// Borrows what it looks at. What is not there, or is another thing, is empty.
class JsonView {
public:
  JsonView() = default;
  explicit JsonView(const core::Json& json) : json_(&json) {}

  JsonView operator[](std::string_view name) const {
    const auto* member = json_ == nullptr ? nullptr : json_->find(name);
    return member == nullptr || member->is_null() ? JsonView() : JsonView(*member);
  }
  bool is_there() const { return json_ != nullptr; }
  std::string text() const {
    const auto* found = json_ == nullptr ? nullptr : json_->string();
    return found == nullptr ? "" : *found;
  }
  std::int64_t integer() const {
    const auto* found = json_ == nullptr ? nullptr : json_->integer();
    return found == nullptr ? 0 : *found;
  }
  double number() const { return json_ == nullptr ? 0 : json_->number().value_or(0); }
  bool is_integer() const { return json_ != nullptr && json_->integer() != nullptr; }
  bool is_boolean() const { return json_ != nullptr && json_->boolean() != nullptr; }
  bool is_true() const {
    const auto* found = json_ == nullptr ? nullptr : json_->boolean();
    return found != nullptr && *found;
  }
  const core::JsonArray& items() const {
    static const core::JsonArray none;
    const auto* found = json_ == nullptr ? nullptr : json_->array();
    return found == nullptr ? none : *found;
  }
  const core::JsonObject& members() const {
    static const core::JsonObject none;
    const auto* found = json_ == nullptr ? nullptr : json_->object();
    return found == nullptr ? none : *found;
  }

private:
  const core::Json* json_ = nullptr;
};

}  // namespace badgewatch::web
