#include "domain/webhook.hpp"

#include "domain/named.hpp"

#include <algorithm>

namespace badgewatch::domain {

namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::seconds;

constexpr Names<WebhookScheme, 2> schemes{{{WebhookScheme::v1a, "v1a"}, {WebhookScheme::v1, "v1"}}};

constexpr Seconds longest_retry_after = 1h;

bool asks_for_peace(const Attempted& attempted) {
  if (!attempted.status) return true;
  const int status = *attempted.status;
  return status == 429 || (status >= 502 && status <= 504);
}

bool fails_too_long(const EndpointSoFar& endpoint, const WebhookTerms& terms, core::Instant now) {
  const auto longest = std::chrono::microseconds(terms.disable_after).count();
  return endpoint.failing_since && now.micros - endpoint.failing_since->micros >= longest;
}

}  // namespace

std::string_view name_of(WebhookScheme value) {
  return name_in(schemes, value);
}
std::optional<WebhookScheme> webhook_scheme_named(std::string_view name) {
  return named_in(schemes, name);
}

Verdict judge(const Attempted& attempted, int attempts, const EndpointSoFar& endpoint,
              const WebhookTerms& terms, core::Instant now, double chance) {
  Verdict verdict{
      .state = DeliveryState::pending, .next_at = now, .not_before = now, .disable = {}};
  if (attempted.status && *attempted.status >= 200 && *attempted.status < 300) {
    verdict.state = DeliveryState::delivered;
    return verdict;
  }
  const auto wished =
      std::clamp(attempted.retry_after.value_or(0s), Seconds(0), longest_retry_after);
  if (asks_for_peace(attempted))
    verdict.not_before = in_peace_until(endpoint.failures, now, wished);
  if (const auto next = again_at(attempts, now, wished, chance))
    verdict.next_at = *next;
  else
    verdict.state = DeliveryState::failed;
  if (attempted.status == 410)
    verdict.disable = DisabledBecause::gone;
  else if (fails_too_long(endpoint, terms, now))
    verdict.disable = DisabledBecause::failing;
  return verdict;
}

}  // namespace badgewatch::domain
