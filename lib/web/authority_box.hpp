// A box in which an authority is typed: its code, its name, or what it is called for short.
#pragma once

#include "web/visit.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// The code of what was typed; what was typed where no authority of today is called so, which the
// API refuses by name.
std::string typed_authority(const Visit& visit, std::string_view name);

}  // namespace badgewatch::web
