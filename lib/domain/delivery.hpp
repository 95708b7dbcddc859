// What becomes of something that is sent to an endpoint, a webhook or a mailbox: when it is sent
// again, and when no more.
#pragma once

#include "core/clock.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace badgewatch::domain {

enum class DisabledBecause {
  owner,
  gone,     // a webhook that answered that it wants no more
  failing,  // a webhook that has taken nothing for days
  refused,  // a mailbox that was refused for good, again and again
};
// `failed`: given up after the last attempt. `refused`: for good, so that no more were made.
enum class DeliveryState { pending, delivered, failed, refused };

std::string_view name_of(DisabledBecause value);
std::string_view name_of(DeliveryState value);
std::optional<DisabledBecause> disabled_because_named(std::string_view name);
std::optional<DeliveryState> delivery_state_named(std::string_view name);

// Where the endpoint stood before the attempt.
struct EndpointSoFar {
  std::optional<core::Instant> failing_since;
  std::int64_t failures = 0;  // in a row
  std::int64_t refusals = 0;  // messages refused for good since the last one that was taken
};

struct Verdict {
  DeliveryState state = DeliveryState::pending;
  core::Instant next_at;     // of the message, while it is pending
  core::Instant not_before;  // of everything to this endpoint; `now` where nothing holds it back
  std::optional<DisabledBecause> disable;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// How many times a message is sent: at once, and then 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h
// behind the attempt before, 75 h 35 min 5 s in all.
inline constexpr int most_attempts = 10;

// When a message is sent again of which `attempts` were made (1 or more), `at_least` from now;
// nothing where it is given up. `chance` in [0, 1) spreads the pauses by a fifth to either side, so
// that receivers who come back are not met by all at once.
std::optional<core::Instant> again_at(int attempts, core::Instant now,
                                      std::chrono::seconds at_least, double chance);

// Until when an endpoint is left in peace that gives no answer: `at_least` from now, and for a time
// that grows from 1 s to 5 min with the failures that went before.
core::Instant in_peace_until(std::int64_t failures_before, core::Instant now,
                             std::chrono::seconds at_least);

}  // namespace badgewatch::domain
