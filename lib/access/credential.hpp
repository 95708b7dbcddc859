// Who asks, once that is proven: a council's system with scopes, or a person with roles.
#pragma once

#include "access/permissions.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "http/message.hpp"
#include "ports/unit_of_work.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace badgewatch::access {

// What a person's credential is: the session that their browser's cookie names.
struct SignedIn {
  core::Uuid session;
  core::Uuid officer;
  std::string csrf_token;                         // that unsafe requests of it must carry
  std::optional<core::Instant> second_factor_at;  // when one was last shown
};

struct Credential {
  ports::Caller caller;    // its authority is empty for an operator and an auditor
  std::set<Scope> scopes;  // a system's
  std::set<Role> roles;    // a person's
  std::optional<SignedIn> signed_in = {};

  bool is_person() const { return !roles.empty(); }
  bool may(Scope scope) const {
    return scopes.contains(scope) || (scope == Scope::any && !is_person());
  }
  bool may(const Permission& permission) const {
    return may(permission.scope) || std::any_of(roles.begin(), roles.end(), [&](Role role) {
             return permission.is_open_to(role);
           });
  }
};

// Where credentials come from. Thread safe.
class Identification {
public:
  virtual ~Identification() = default;
  // Errc::unauthenticated says no more than that, whatever the cause; Errc::unavailable when it
  // cannot be known now.
  virtual core::Result<Credential> authenticate(const http::RequestHead& head) = 0;
};

}  // namespace badgewatch::access
