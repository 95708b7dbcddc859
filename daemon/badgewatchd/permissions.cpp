#include "access/permissions.hpp"

#include "badgewatchd/commands.hpp"
#include "core/json_writer.hpp"

#include <iostream>

namespace badgewatch::daemon {

namespace {

std::string_view name_of(access::Foreign foreign) {
  switch (foreign) {
    case access::Foreign::hidden:
      return "hidden";
    case access::Foreign::refused:
      return "refused where it is known, else hidden";
    case access::Foreign::unnamed:
      break;
  }
  return "not named";
}

}  // namespace

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
    out.member("of_another_authority", name_of(row.foreign));
    out.member("second_factor",
               row.second_factor == access::SecondFactor::fresh ? "fresh" : "at sign-in")
        .end_object();
    std::cout << out.text() << '\n';
  }
  return 0;
}

}  // namespace badgewatch::daemon
