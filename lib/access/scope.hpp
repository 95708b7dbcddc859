// What a credential may do; access/permissions.cpp says to which calls each opens.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace badgewatch::access {

// `any` is in no key: what asks for it is open to every key in force. Nor is `people`: what asks
// for it is for people who are signed in alone.
enum class Scope {
  none,
  any,
  people,
  licences,
  decisions,
  checks,
  disclosures,
  alerts,
  concerns,
  supervision,
  administration,
  import
};

struct ScopeName {
  Scope scope;
  std::string_view name;
};

inline constexpr std::array scope_names{
    ScopeName{Scope::licences, "licences"},
    ScopeName{Scope::decisions, "decisions"},
    ScopeName{Scope::checks, "checks"},
    ScopeName{Scope::disclosures, "disclosures"},
    ScopeName{Scope::alerts, "alerts"},
    ScopeName{Scope::concerns, "concerns"},
    ScopeName{Scope::supervision, "supervision"},
    ScopeName{Scope::administration, "administration"},
    ScopeName{Scope::import, "import"},
};

constexpr std::string_view name_of(Scope scope) {
  if (scope == Scope::any) return "any";
  if (scope == Scope::people) return "people";
  for (const auto& one : scope_names)
    if (one.scope == scope) return one.name;
  return "none";
}

constexpr std::optional<Scope> scope_named(std::string_view name) {
  for (const auto& one : scope_names)
    if (one.name == name) return one.scope;
  return {};
}

}  // namespace badgewatch::access
