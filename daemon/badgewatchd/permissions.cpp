#include "access/permissions.hpp"

#include "badgewatchd/commands.hpp"
#include "core/json_writer.hpp"

#include <iostream>

namespace badgewatch::daemon {

int list_permissions() {
  for (const auto& row : access::permissions()) {
    core::JsonWriter out;
    out.begin_object().member("method", row.method).member("path", row.pattern);
    out.key("scope");
    if (row.scope == access::Scope::none)
      out.value(nullptr);
    else
      out.value(access::name_of(row.scope));
    out.key("roles").begin_array();
    for (const auto& one : access::role_names)
      if (row.is_open_to(one.role)) out.value(one.name);
    out.end_array();
    out.member("of_another_authority",
               row.foreign == access::Foreign::hidden ? "hidden" : "not named");
    out.member("second_factor",
               row.second_factor == access::SecondFactor::fresh ? "fresh" : "at sign-in")
        .end_object();
    std::cout << out.text() << '\n';
  }
  return 0;
}

}  // namespace badgewatch::daemon
