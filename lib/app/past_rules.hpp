// The rules that an old check names.
#pragma once

#include "app/rules.hpp"
#include "ports/past.hpp"

#include <string>

namespace badgewatch::app {

struct PastRules {
  SharedRules rules;        // null where they cannot be had
  bool was_erased = false;  // then: it was a published table, whose words were erased
};

// This program's with the built-in table, or with a published one that is kept.
core::Result<PastRules> rules_named(ports::Past& past, const std::string& name);

}  // namespace badgewatch::app
