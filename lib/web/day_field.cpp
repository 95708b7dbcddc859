#include "web/day_field.hpp"

#include "web/components.hpp"

#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array<const char*, 3> boxes = {"-day", "-month", "-year"};

std::string box(const Typed& typed, const std::string& name) {
  const auto found = typed.find(name);
  return found == typed.end() ? "" : found->second;
}

}  // namespace

void take_day(const Visit& visit, Typed& typed, const std::string& name) {
  for (const auto* one : boxes)
    typed[name + one] = visit.typed(name + one);
}

void put_day(Typed& typed, const std::string& name, core::Date day) {
  typed[name + "-day"] = std::to_string(day.day());
  typed[name + "-month"] = std::to_string(day.month());
  typed[name + "-year"] = std::to_string(day.year());
}

Part day_field(const Typed& typed, const FormErrors& errors, const std::string& name,
               std::string_view label, std::string_view hint) {
  return component(DateInput{.id = name,
                             .legend = std::string(label),
                             .name_prefix = name,
                             .day = box(typed, name + "-day"),
                             .month = box(typed, name + "-month"),
                             .year = box(typed, name + "-year"),
                             .error = errors.of(name + "-day"),
                             .hint = std::string(hint)});
}

FieldPlace place_of_day(const std::string& name, std::string_view label, std::string_view missing) {
  return {"/" + name, name + "-day", std::string(label), std::string(missing)};
}

void write_day(core::JsonWriter& out, const Typed& typed, const std::string& name) {
  const auto day = typed_day(typed, name);
  if (!day.empty()) out.member(name, day);
}

}  // namespace badgewatch::web
