#include "domain/small_numbers.hpp"

namespace badgewatch::domain {

std::vector<std::optional<std::int64_t>> shown_parts(std::span<const std::int64_t> parts) {
  std::vector<std::optional<std::int64_t>> shown;
  std::size_t hidden = 0;
  for (const auto part : parts) {
    shown.push_back(shown_outside(part));
    hidden += shown.back() ? 0U : 1U;
  }
  if (hidden != 1) return shown;
  std::optional<std::int64_t>* smallest = nullptr;
  for (auto& part : shown)
    if (part && *part > 0 && (smallest == nullptr || *part < **smallest)) smallest = &part;
  if (smallest != nullptr) smallest->reset();
  return shown;
}

}  // namespace badgewatch::domain
