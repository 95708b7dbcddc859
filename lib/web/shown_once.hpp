// A secret that the register shows once and does not keep, in the middle of its own page: it stands
// in no address and in no later page.
#pragma once

#include "web/sheet.hpp"

#include <string_view>

namespace badgewatch::web {

// Behind a warning that it is not shown again.
void add_secret(Sheet& sheet, std::string_view label, std::string_view value);

}  // namespace badgewatch::web
