#include "access/username.hpp"

#include "core/text.hpp"

namespace badgewatch::access {

std::optional<std::string> username_of(std::string_view chosen, std::string_view authority) {
  const auto name = core::ascii_lower(chosen);
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
  if (name.size() < 2 || name.size() > 40) return {};
  if (letters.find(name.front()) == std::string_view::npos ||
      name.find_first_not_of(allowed) != std::string::npos)
    return {};
  return name + "@" + (authority.empty() ? "register" : core::ascii_lower(authority));
}

std::string username_as_typed(std::string_view typed) {
  constexpr std::size_t longest = 80;
  const auto name = core::ascii_lower(core::trim(typed));
  return name.size() > longest ? std::string() : name;
}

}  // namespace badgewatch::access
