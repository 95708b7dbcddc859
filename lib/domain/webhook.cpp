#include "domain/webhook.hpp"

#include "domain/named.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::domain {

namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::seconds;

constexpr Names<WebhookScheme, 2> schemes{{{WebhookScheme::v1a, "v1a"}, {WebhookScheme::v1, "v1"}}};
constexpr Names<DisabledBecause, 3> reasons{{{DisabledBecause::owner, "owner"},
                                             {DisabledBecause::gone, "gone"},
                                             {DisabledBecause::failing, "failing"}}};
constexpr Names<DeliveryState, 3> states{{{DeliveryState::pending, "pending"},
                                          {DeliveryState::delivered, "delivered"},
                                          {DeliveryState::failed, "failed"}}};

// Behind the first attempt, the second, and so on.
constexpr std::array<Seconds, most_attempts - 1> pauses{5s,  5min, 30min, 2h, 5h,
                                                        10h, 14h,  20h,   24h};
constexpr Seconds longest_retry_after = 1h;
constexpr Seconds longest_peace = 5min;

core::Instant later(core::Instant from, double seconds) {
  return {from.micros + static_cast<std::int64_t>(seconds * 1e6)};
}

bool asks_for_peace(const Attempted& attempted) {
  if (!attempted.status) return true;
  const int status = *attempted.status;
  return status == 429 || (status >= 502 && status <= 504);
}

double retry_after(const Attempted& attempted) {
  if (!attempted.retry_after) return 0;
  return static_cast<double>(
      std::clamp(*attempted.retry_after, Seconds(0), longest_retry_after).count());
}

double growing_peace(std::int64_t failures_before) {
  const auto doublings = std::min<std::int64_t>(failures_before, 9);
  return static_cast<double>(
      std::min(Seconds(std::int64_t{1} << doublings), longest_peace).count());
}

bool fails_too_long(const EndpointSoFar& endpoint, const WebhookTerms& terms, core::Instant now) {
  const auto longest = std::chrono::microseconds(terms.disable_after).count();
  return endpoint.failing_since && now.micros - endpoint.failing_since->micros >= longest;
}

}  // namespace

std::string_view name_of(WebhookScheme value) {
  return name_in(schemes, value);
}
std::string_view name_of(DisabledBecause value) {
  return name_in(reasons, value);
}
std::string_view name_of(DeliveryState value) {
  return name_in(states, value);
}
std::optional<WebhookScheme> webhook_scheme_named(std::string_view name) {
  return named_in(schemes, name);
}
std::optional<DisabledBecause> disabled_because_named(std::string_view name) {
  return named_in(reasons, name);
}
std::optional<DeliveryState> delivery_state_named(std::string_view name) {
  return named_in(states, name);
}

Verdict judge(const Attempted& attempted, int attempts, const EndpointSoFar& endpoint,
              const WebhookTerms& terms, core::Instant now, double chance) {
  Verdict verdict{
      .state = DeliveryState::pending, .next_at = now, .not_before = now, .disable = {}};
  if (attempted.status && *attempted.status >= 200 && *attempted.status < 300) {
    verdict.state = DeliveryState::delivered;
    return verdict;
  }
  const double wished = retry_after(attempted);
  if (asks_for_peace(attempted))
    verdict.not_before = later(now, std::max(wished, growing_peace(endpoint.failures)));
  if (attempts >= most_attempts) {
    verdict.state = DeliveryState::failed;
  } else {
    const auto pause = pauses.at(static_cast<std::size_t>(std::max(attempts, 1) - 1));
    const double spread = 0.8 + 0.4 * chance;
    verdict.next_at = later(now, std::max(wished, static_cast<double>(pause.count()) * spread));
  }
  if (attempted.status == 410)
    verdict.disable = DisabledBecause::gone;
  else if (fails_too_long(endpoint, terms, now))
    verdict.disable = DisabledBecause::failing;
  return verdict;
}

}  // namespace badgewatch::domain
