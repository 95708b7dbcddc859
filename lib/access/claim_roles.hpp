// From the claims of an ID token to an authority and roles, by what the operator configured.
#pragma once

#include "access/role.hpp"
#include "core/json.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace badgewatch::access {

struct RoleRule {
  Role role;
  std::vector<std::string> values;  // of the claim: any of these gives the role
};

// For which authorities a provider may speak, and what makes whom what. Nothing that a provider
// says goes beyond it.
struct ClaimMapping {
  std::vector<std::string> authorities;  // codes; none: it speaks for the register itself
  // The claim whose value is the code of one of `authorities`; empty where there is just one.
  std::string authority_claim = {};
  std::string roles_claim = "roles";
  // Of an authority's provider those of authorities, of the register's operator and auditor.
  std::vector<RoleRule> rules;
};

struct Standing {
  std::string authority;  // empty: the register's
  std::set<Role> roles;   // at least one
};

// Nothing when the claims give no role, or name no authority for which the provider may speak. A
// claim is text, or a list of texts; of an authority, one text. Exact, case and all. Pure.
std::optional<Standing> standing_of(const core::Json& claims, const ClaimMapping& mapping);

// Whether people of this role belong to an authority.
constexpr bool is_of_authority(Role role) {
  return role != Role::registrar && role != Role::auditor;
}

}  // namespace badgewatch::access
