// Names that people give to keys and to operators. They stand in lists and in the log, a line each.
#pragma once

#include <string_view>

namespace badgewatch::access {

inline constexpr const char* label_rule =
    "has 1 to 60 characters, no line break or other control character, and none blank at its ends";

bool is_label(std::string_view text);

}  // namespace badgewatch::access
