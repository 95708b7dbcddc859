#include "domain/delivery.hpp"

#include "domain/named.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::domain {

namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::seconds;

constexpr Names<DisabledBecause, 4> reasons{{{DisabledBecause::owner, "owner"},
                                             {DisabledBecause::gone, "gone"},
                                             {DisabledBecause::failing, "failing"},
                                             {DisabledBecause::refused, "refused"}}};
constexpr Names<DeliveryState, 4> states{{{DeliveryState::pending, "pending"},
                                          {DeliveryState::delivered, "delivered"},
                                          {DeliveryState::failed, "failed"},
                                          {DeliveryState::refused, "refused"}}};

// Behind the first attempt, the second, and so on.
constexpr std::array<Seconds, most_attempts - 1> pauses{5s,  5min, 30min, 2h, 5h,
                                                        10h, 14h,  20h,   24h};
constexpr Seconds longest_peace = 5min;

core::Instant later(core::Instant from, double seconds) {
  return {from.micros + static_cast<std::int64_t>(seconds * 1e6)};
}

}  // namespace

std::string_view name_of(DisabledBecause value) {
  return name_in(reasons, value);
}
std::string_view name_of(DeliveryState value) {
  return name_in(states, value);
}
std::optional<DisabledBecause> disabled_because_named(std::string_view name) {
  return named_in(reasons, name);
}
std::optional<DeliveryState> delivery_state_named(std::string_view name) {
  return named_in(states, name);
}

std::optional<core::Instant> again_at(int attempts, core::Instant now, Seconds at_least,
                                      double chance) {
  if (attempts >= most_attempts) return {};
  const auto pause = pauses.at(static_cast<std::size_t>(std::max(attempts, 1) - 1));
  const double spread = 0.8 + 0.4 * chance;
  return later(now, std::max(static_cast<double>(at_least.count()),
                             static_cast<double>(pause.count()) * spread));
}

core::Instant in_peace_until(std::int64_t failures_before, core::Instant now, Seconds at_least) {
  const auto doublings = std::min<std::int64_t>(failures_before, 9);
  const auto growing = std::min(Seconds(std::int64_t{1} << doublings), longest_peace);
  return later(now, static_cast<double>(std::max(at_least, growing).count()));
}

}  // namespace badgewatch::domain
