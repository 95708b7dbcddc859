// Names of enumerators, one table for each enum, read in both directions.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace badgewatch::domain {

template <class Enum, std::size_t Count>
using Names = std::array<std::pair<Enum, std::string_view>, Count>;

template <class Enum, std::size_t Count>
constexpr std::string_view name_in(const Names<Enum, Count>& names, Enum value) {
  for (const auto& [one, name] : names)
    if (one == value) return name;
  return {};
}

template <class Enum, std::size_t Count>
constexpr std::optional<Enum> named_in(const Names<Enum, Count>& names, std::string_view name) {
  for (const auto& [value, one] : names)
    if (one == name) return value;
  return {};
}

}  // namespace badgewatch::domain
