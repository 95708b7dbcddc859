// What a person decided about a hit: whether the entry is about the person who was checked. It is
// shown on later hits of the same two people, and never changes an outcome.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace badgewatch::domain {

enum class Finding { same_person, different_person, undecided };

inline constexpr std::array findings{Finding::same_person, Finding::different_person,
                                     Finding::undecided};

std::string_view name_of(Finding value);
std::optional<Finding> finding_named(std::string_view name);

// A decided one: the watch tells its authority no more of these two people while nothing about
// them changes. Who is undecided is still told.
constexpr bool is_decided(Finding value) {
  return value != Finding::undecided;
}

// Of the reason, in code points: some sentences, not a file.
inline constexpr std::size_t longest_reason = 1000;

}  // namespace badgewatch::domain
