// What a person is at an authority, or to the register.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace badgewatch::access {

// The first four belong to one authority, the last two to none.
enum class Role {
  officer,             // handles applications: checks people, keeps licences, reads alerts
  decision_maker,      // decides: enters and changes decisions
  supervisor,          // answers for officers: sees what they did, approves
  data_administrator,  // keeps the authority's data, keys and clients
  registrar,           // the register's operator
  auditor,             // of the register: sees the log, changes nothing
};

struct RoleName {
  Role role;
  std::string_view name;
};

inline constexpr std::array role_names{
    RoleName{Role::officer, "officer"},
    RoleName{Role::decision_maker, "decision_maker"},
    RoleName{Role::supervisor, "supervisor"},
    RoleName{Role::data_administrator, "data_administrator"},
    RoleName{Role::registrar, "operator"},
    RoleName{Role::auditor, "auditor"},
};

constexpr std::string_view name_of(Role role) {
  for (const auto& one : role_names)
    if (one.role == role) return one.name;
  return {};
}

constexpr std::optional<Role> role_named(std::string_view name) {
  for (const auto& one : role_names)
    if (one.name == name) return one.role;
  return {};
}

}  // namespace badgewatch::access
