// Usernames of local accounts: what an authority chooses, and behind it whose it is: "a.yusuf@tfl".
// So two authorities may choose alike, and a clash tells nothing of another's officers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::access {

inline constexpr const char* username_rule =
    "has 2 to 40 letters from a to z, digits, dots, hyphens and underscores, and begins with a "
    "letter";

// In small letters; nothing when `chosen` is not of that form. An empty authority is the register.
std::optional<std::string> username_of(std::string_view chosen, std::string_view authority);

// As somebody types it at sign-in: blanks around it and its case are no part of it. At most 80
// bytes; longer is nobody's.
std::string username_as_typed(std::string_view typed);

}  // namespace badgewatch::access
