#include "app/comparable_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace badgewatch::app {

namespace {

template <std::size_t Count>
void take_away(core::Json& object, const std::array<std::string_view, Count>& names) {
  auto* members = std::get_if<core::JsonObject>(&object.value());
  if (members == nullptr) return;
  std::erase_if(*members, [&](const auto& member) {
    return std::find(names.begin(), names.end(), member.first) != names.end();
  });
}

core::Json* member(core::Json& object, std::string_view name) {
  auto* members = std::get_if<core::JsonObject>(&object.value());
  if (members == nullptr) return nullptr;
  for (auto& [key, value] : *members)
    if (key == name) return &value;
  return nullptr;
}

bool is_sentence(std::string_view pointer) {
  return pointer.ends_with("/note") || pointer.ends_with("/next_step");
}

class Comparison {
public:
  void compare(const core::Json* a, const core::Json* b, const std::string& pointer) {
    if (a == nullptr || b == nullptr) {
      if (a != b) differ(pointer);
      return;
    }
    if (a->object() != nullptr && b->object() != nullptr)
      return compare_objects(*a->object(), *b->object(), *a, *b, pointer);
    if (a->array() != nullptr && b->array() != nullptr)
      return compare_arrays(*a->array(), *b->array(), pointer);
    if (text_of(*a) != text_of(*b)) differ(pointer);
  }
  CheckDifferences take() { return std::move(found_); }

private:
  void compare_objects(const core::JsonObject& ours, const core::JsonObject& theirs,
                       const core::Json& a, const core::Json& b, const std::string& pointer) {
    for (const auto& [name, value] : ours)
      compare(&value, b.find(name), pointer + "/" + name);
    for (const auto& [name, value] : theirs)
      if (a.find(name) == nullptr) differ(pointer + "/" + name);
  }

  void compare_arrays(const core::JsonArray& a, const core::JsonArray& b,
                      const std::string& pointer) {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
      compare(i < a.size() ? &a[i] : nullptr, i < b.size() ? &b[i] : nullptr,
              pointer + "/" + std::to_string(i));
  }

  static std::string text_of(const core::Json& json) {
    core::JsonWriter out;
    write_json(out, json);
    return std::move(out).take();
  }

  void differ(const std::string& pointer) {
    (is_sentence(pointer) ? found_.worded : found_.said).push_back(pointer);
  }

  CheckDifferences found_;
};

}  // namespace

core::Result<core::Json> comparable_check(const std::string& stored) {
  constexpr std::array<std::string_view, 5> of_check = {"id", "checked_at", "warnings", "current",
                                                        "receipt"};
  constexpr std::array<std::string_view, 1> of_hit = {"id"};
  constexpr std::array<std::string_view, 1> of_proof = {"proven_at"};
  auto json = core::parse_json(stored);
  if (!json) return json.error();
  take_away(*json, of_check);
  auto* hits = member(*json, "hits");
  auto* list = hits == nullptr ? nullptr : std::get_if<core::JsonArray>(&hits->value());
  if (list == nullptr || json->find("outcome") == nullptr)
    return core::Error(core::Errc::internal, "A stored check is not of its form.");
  // Whom to ask is said as it is today.
  constexpr std::array<std::string_view, 1> of_entry = {"ask"};
  for (auto& hit : *list) {
    take_away(hit, of_hit);
    if (auto* entry = member(hit, "entry")) take_away(*entry, of_entry);
  }
  if (auto* proof = member(*json, "proof")) take_away(*proof, of_proof);
  return json;
}

void write_json(core::JsonWriter& out, const core::Json& json) {
  if (const auto* object = json.object()) {
    out.begin_object();
    for (const auto& [name, value] : *object) {
      out.key(name);
      write_json(out, value);
    }
    out.end_object();
  } else if (const auto* array = json.array()) {
    out.begin_array();
    for (const auto& value : *array)
      write_json(out, value);
    out.end_array();
  } else if (const auto* text = json.string()) {
    out.value(*text);
  } else if (const auto* integer = json.integer()) {
    out.value(*integer);
  } else if (const auto* flag = json.boolean()) {
    out.value(*flag);
  } else if (const auto number = json.number()) {
    out.value(*number, 4);
  } else {
    out.value(nullptr);
  }
}

CheckDifferences differences(const core::Json& stored, const core::Json& replayed) {
  Comparison comparison;
  comparison.compare(&stored, &replayed, "");
  return comparison.take();
}

}  // namespace badgewatch::app
