// Statistics that leave an authority: a count that is small could be somebody.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace badgewatch::domain {

inline constexpr std::int64_t smallest_shown = 5;

// Nothing where the count is from 1 to 4; none at all is nobody, and is shown.
constexpr std::optional<std::int64_t> shown_outside(std::int64_t count) {
  if (count > 0 && count < smallest_shown) return {};
  return count;
}

// The parts of a sum that is shown beside them: where a single one is hidden, the smallest of the
// others is hidden too, else it could be reckoned from the sum.
std::vector<std::optional<std::int64_t>> shown_parts(std::span<const std::int64_t> parts);

}  // namespace badgewatch::domain
