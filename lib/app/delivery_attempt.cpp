#include "app/delivery_attempt.hpp"

#include <array>
#include <cstdint>

namespace badgewatch::app {

double drawn_chance(core::Randomness& randomness) {
  std::array<std::uint8_t, 2> drawn{};
  randomness.fill(drawn);
  return (drawn[0] * 256 + drawn[1]) / 65'536.0;
}

std::string_view metric_of(const domain::Verdict& verdict) {
  switch (verdict.state) {
    case domain::DeliveryState::delivered:
      return "delivered";
    case domain::DeliveryState::failed:
      return "given_up";
    case domain::DeliveryState::refused:
      return "refused";
    default:
      return "failed";
  }
}

}  // namespace badgewatch::app
