// Who may do what: each call of the API, with the scope that opens it to a system, the roles that
// open it to a person, and what another authority's record is to them. There is no other rule of
// it.
#pragma once

#include "access/role.hpp"
#include "access/scope.hpp"

#include <array>
#include <span>
#include <string_view>

namespace badgewatch::access {

// A record that the call names by its id, where it is another authority's.
enum class Foreign {
  unnamed,  // the call names no record, or makes and lists the caller's own alone
  hidden,   // 404, as if there were none
  refused,  // 403 where the caller was given a hit or an alert on it, else 404
};

// Of a person who asks; a system has none.
enum class SecondFactor {
  at_sign_in,  // as they signed in
  fresh,       // shown in the last minutes
};

struct Permission {
  std::string_view method;
  std::string_view pattern;
  Scope scope;                               // Scope::none: open to everybody
  std::array<bool, role_names.size()> open;  // to each Role, in their order
  Foreign foreign;
  SecondFactor second_factor = SecondFactor::at_sign_in;

  bool is_open_to(Role role) const { return open.at(static_cast<std::size_t>(role)); }
};

// In the order of the API's list of routes. A row may stand before its route is there.
std::span<const Permission> permissions();

// Null when the call has no row.
const Permission* permission_of(std::string_view method, std::string_view pattern);

}  // namespace badgewatch::access
