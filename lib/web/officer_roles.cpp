#include "web/officer_roles.hpp"

#include "access/role.hpp"
#include "web/components.hpp"
#include "web/messages.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array<access::Role, 4> of_an_authority = {
    access::Role::officer, access::Role::decision_maker, access::Role::supervisor,
    access::Role::data_administrator};

std::string box_of(std::string_view role) {
  return "role_" + std::string(role);
}

}  // namespace

std::vector<std::string> typed_roles(const Visit& visit) {
  std::vector<std::string> roles;
  for (const auto role : of_an_authority)
    if (!visit.typed(box_of(name_of(role))).empty()) roles.emplace_back(name_of(role));
  return roles;
}

std::vector<std::string> roles_of(const JsonView& officer) {
  std::vector<std::string> roles;
  for (const auto role : of_an_authority)
    for (const auto& item : officer["roles"].items())
      if (JsonView(item).text() == name_of(role)) roles.emplace_back(name_of(role));
  return roles;
}

void write_roles(core::JsonWriter& out, const std::vector<std::string>& roles) {
  out.key("roles").begin_array();
  for (const auto& role : roles)
    out.value(role);
  out.end_array();
}

Part roles_boxes(const std::vector<std::string>& ticked, const std::string& error) {
  Checkboxes boxes{.id = "roles",
                   .legend = std::string(say("officer.roles")),
                   .boxes = {},
                   .error = error,
                   .hint = std::string(say("officer.roles.hint"))};
  for (const auto role : of_an_authority) {
    const std::string name(name_of(role));
    boxes.boxes.push_back({.name = box_of(name),
                           .value = "yes",
                           .text = say_of("role.", name),
                           .checked = std::find(ticked.begin(), ticked.end(), name) != ticked.end(),
                           .hint = say_of("role_hint.", name)});
  }
  return component(boxes);
}

FieldPlace roles_place() {
  return {"/roles", "roles", std::string(say("officer.roles")),
          std::string(say("officer.roles.missing"))};
}

}  // namespace badgewatch::web
