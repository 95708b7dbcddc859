#include "core/json_reader.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace badgewatch::core {
namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool is_of_date_form(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-dd";
  return std::equal(form.begin(), form.end(), text.begin(), text.end(),
                    [](char f, char c) { return f == 'd' ? c >= '0' && c <= '9' : c == '-'; });
}

std::string listed(std::initializer_list<std::string_view> names) {
  std::string text = names.size() == 1 ? "must be " : "must be one of ";
  for (const auto* name = names.begin(); name != names.end(); ++name) {
    if (name != names.begin()) text += ", ";
    text += *name;
  }
  return text;
}

}  // namespace

Error invalid_fields(Problems problems) {
  std::string detail = problems.size() == 1
                           ? "One field is wrong."
                           : std::to_string(problems.size()) + " fields are wrong.";
  return {Errc::invalid, std::move(detail), std::move(problems)};
}

std::string child_pointer(std::string_view parent, std::string_view key) {
  std::string pointer;
  pointer.reserve(parent.size() + 1 + key.size());
  pointer.append(parent) += '/';
  const bool plain =
      std::none_of(key.begin(), key.end(), [](char c) { return c == '~' || c == '/'; });
  if (plain) return pointer.append(key);
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

JsonReader::JsonReader(const Json& json, std::string pointer, Problems& problems)
    : object_(json.object()), pointer_(std::move(pointer)), problems_(problems) {
  constexpr std::size_t members_of_most = 8;
  known_.reserve(members_of_most);
  if (object_ == nullptr) problems_.push_back({pointer_, "must be an object"});
}

void JsonReader::problem(std::string_view key, std::string detail) {
  problems_.push_back({pointer_to(key), std::move(detail)});
}

const Json* JsonReader::member(std::string_view key) {
  known_.push_back(key);
  if (object_ == nullptr) return nullptr;
  for (const auto& [name, json] : *object_) {
    if (name == key) return json.is_null() ? nullptr : &json;
  }
  return nullptr;
}

const Json* JsonReader::required_member(std::string_view key) {
  const Json* found = member(key);
  if (found == nullptr && is_object()) problem(key, "is required");
  return found;
}

std::optional<std::string> JsonReader::optional_string(std::string_view key,
                                                       std::size_t max_code_points) {
  const Json* found = member(key);
  if (found == nullptr) return std::nullopt;
  const std::string* text = found->string();
  if (text == nullptr) {
    problem(key, "must be text");
    return std::nullopt;
  }
  const std::string_view trimmed = trim(*text);
  if (trimmed.empty()) return std::nullopt;
  if (!is_valid_utf8(trimmed)) {
    problem(key, "must be valid UTF-8");
  } else if (has_control(trimmed)) {
    problem(key, "must have no line break and no other control character");
  } else if (trimmed.size() > max_code_points && code_points(trimmed) > max_code_points) {
    problem(key, "must have at most " + std::to_string(max_code_points) + " characters");
  } else {
    return std::string(trimmed);
  }
  return std::nullopt;
}

std::string JsonReader::string(std::string_view key, std::size_t max_code_points) {
  const std::size_t problems_before = problems_.size();
  auto text = optional_string(key, max_code_points);
  if (!text && problems_.size() == problems_before && is_object()) problem(key, "is required");
  return std::move(text).value_or(std::string());
}

std::string JsonReader::paragraphs(std::string_view key, std::size_t max_code_points) {
  const Json* found = required_member(key);
  if (found == nullptr) return {};
  const std::string* sent = found->string();
  if (sent == nullptr) {
    problem(key, "must be text");
    return {};
  }
  std::string text;
  for (std::size_t i = 0; i < sent->size(); ++i)
    if ((*sent)[i] != '\r' || i + 1 == sent->size() || (*sent)[i + 1] != '\n') text += (*sent)[i];
  text = trim(text);
  std::string without_lines = text;
  std::replace_if(
      without_lines.begin(), without_lines.end(), [](char c) { return c == '\n' || c == '\t'; },
      ' ');
  if (text.empty())
    problem(key, "is required");
  else if (!is_valid_utf8(text))
    problem(key, "must be valid UTF-8");
  else if (has_control(without_lines))
    problem(key, "must have no control character but line ends and tabs");
  else if (text.size() > max_code_points && code_points(text) > max_code_points)
    problem(key, "must have at most " + std::to_string(max_code_points) + " characters");
  else
    return text;
  return {};
}

std::optional<bool> JsonReader::optional_boolean(std::string_view key) {
  const Json* found = member(key);
  if (found == nullptr) return std::nullopt;
  if (const bool* flag = found->boolean()) return *flag;
  problem(key, "must be true or false");
  return std::nullopt;
}

std::optional<std::int64_t> JsonReader::optional_integer(std::string_view key, std::int64_t low,
                                                         std::int64_t high) {
  const Json* found = member(key);
  if (found == nullptr) return std::nullopt;
  const std::int64_t* number = found->integer();
  if (number != nullptr && *number >= low && *number <= high) return *number;
  problem(key,
          "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return std::nullopt;
}

std::optional<Date> JsonReader::optional_date(std::string_view key) {
  const Json* found = member(key);
  if (found == nullptr) return std::nullopt;
  const std::string* text = found->string();
  const std::string_view trimmed = text == nullptr ? std::string_view() : trim(*text);
  if (text != nullptr && trimmed.empty()) return std::nullopt;
  if (const auto date = Date::parse_iso(trimmed)) return date;
  problem(key, is_of_date_form(trimmed) ? "is not a day of the calendar"
                                        : "must be a date written YYYY-MM-DD");
  return std::nullopt;
}

std::optional<Date> JsonReader::date(std::string_view key) {
  const std::size_t problems_before = problems_.size();
  const auto found = optional_date(key);
  if (!found && problems_.size() == problems_before && is_object()) problem(key, "is required");
  return found;
}

std::optional<std::size_t> JsonReader::optional_choice(
    std::string_view key, std::initializer_list<std::string_view> names) {
  const Json* found = member(key);
  if (found == nullptr) return std::nullopt;
  if (const std::string* text = found->string()) {
    const std::string_view trimmed = trim(*text);
    if (trimmed.empty()) return std::nullopt;
    const auto* which = std::find(names.begin(), names.end(), trimmed);
    if (which != names.end()) return static_cast<std::size_t>(which - names.begin());
  }
  problem(key, listed(names));
  return std::nullopt;
}

std::optional<std::size_t> JsonReader::choice(std::string_view key,
                                              std::initializer_list<std::string_view> names) {
  const std::size_t problems_before = problems_.size();
  const auto which = optional_choice(key, names);
  if (!which && problems_.size() == problems_before && is_object()) {
    problem(key, "is required, and " + listed(names));
  }
  return which;
}

const JsonArray* JsonReader::optional_array(std::string_view key, std::size_t most) {
  const Json* found = member(key);
  if (found == nullptr) return nullptr;
  const JsonArray* array = found->array();
  if (array == nullptr) {
    problem(key, "must be a list");
  } else if (array->size() > most) {
    problem(key, "must have at most " + std::to_string(most) + " items");
    array = nullptr;
  }
  return array;
}

void JsonReader::finish() {
  if (object_ == nullptr) return;
  for (const auto& [name, json] : *object_) {
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    problem(name, "is not a field that is known here");
  }
}

}  // namespace badgewatch::core
