// What becomes of an authority's webhooks: when a message is sent again, and when no more.
#pragma once

#include "core/clock.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace badgewatch::domain {

// Standard Webhooks 1.0.0: Ed25519, of which the receiver has the public key alone, or HMAC-SHA256
// under a secret that both have.
enum class WebhookScheme { v1a, v1 };
enum class DisabledBecause { owner, gone, failing };
enum class DeliveryState { pending, delivered, failed };

std::string_view name_of(WebhookScheme value);
std::string_view name_of(DisabledBecause value);
std::string_view name_of(DeliveryState value);
std::optional<WebhookScheme> webhook_scheme_named(std::string_view name);
std::optional<DisabledBecause> disabled_because_named(std::string_view name);
std::optional<DeliveryState> delivery_state_named(std::string_view name);

// What came of one attempt; no status where no whole answer came.
struct Attempted {
  std::optional<int> status;
  std::optional<std::chrono::seconds> retry_after;
};

// Where the endpoint stood before the attempt.
struct EndpointSoFar {
  std::optional<core::Instant> failing_since;
  std::int64_t failures = 0;  // in a row
};

struct WebhookTerms {
  std::chrono::hours disable_after{5 * 24};  // of failing
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

// `attempts` were made of this message, the one that is judged among them (1 or more). `chance` in
// [0, 1) spreads the pauses by a fifth to either side, so that receivers who come back are not met
// by all at once. 2xx is delivered; 410 disables the endpoint; any other answer, a redirect too, is
// a failure. Retry-After is kept to, for an hour at most. Who gives no answer, or says 429, 502,
// 503 or 504, is left in peace for a time that grows from 1 s to 5 min while that goes on.
Verdict judge(const Attempted& attempted, int attempts, const EndpointSoFar& endpoint,
              const WebhookTerms& terms, core::Instant now, double chance);

}  // namespace badgewatch::domain
