// The ISO 8601 week of a day, as the API names it: "2026-W48".
#pragma once

#include "core/date.hpp"

#include <string>

namespace badgewatch::web {

std::string iso_week_of(core::Date day);

}  // namespace badgewatch::web
