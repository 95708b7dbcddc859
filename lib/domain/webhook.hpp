// What becomes of an authority's webhooks: when a message is sent again, and when no more.
#pragma once

#include "core/clock.hpp"
#include "domain/delivery.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace badgewatch::domain {

// Standard Webhooks 1.0.0: Ed25519, of which the receiver has the public key alone, or HMAC-SHA256
// under a secret that both have.
enum class WebhookScheme { v1a, v1 };

std::string_view name_of(WebhookScheme value);
std::optional<WebhookScheme> webhook_scheme_named(std::string_view name);

// What came of one attempt; no status where no whole answer came.
struct Attempted {
  std::optional<int> status;
  std::optional<std::chrono::seconds> retry_after;
};

struct WebhookTerms {
  std::chrono::hours disable_after{5 * 24};  // of failing
};

// `attempts` were made of this message, the one that is judged among them (1 or more). `chance` is
// that of again_at(). 2xx is delivered; 410 disables the endpoint; any other answer, a redirect
// too, is a failure. Retry-After is kept to, for an hour at most. Who gives no answer, or says 429,
// 502, 503 or 504, is left in peace while that goes on.
Verdict judge(const Attempted& attempted, int attempts, const EndpointSoFar& endpoint,
              const WebhookTerms& terms, core::Instant now, double chance);

}  // namespace badgewatch::domain
