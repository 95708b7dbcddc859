#include "domain/webhook.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace badgewatch::domain;
using badgewatch::core::Instant;
using namespace std::chrono_literals;

namespace {

constexpr Instant now{1'000'000'000'000};

double seconds_until(Instant later) {
  return static_cast<double>(later.micros - now.micros) / 1e6;
}

Verdict judged(const Attempted& attempted, int attempts = 1, const EndpointSoFar& endpoint = {}) {
  return judge(attempted, attempts, endpoint, {}, now, 0.5);
}

Instant ago(std::chrono::hours time) {
  return {now.micros - std::chrono::microseconds(time).count()};
}

}  // namespace

TEST_CASE("a message is sent ten times within 75 h 35 min 5 s, and then given up") {
  const std::vector<double> schedule = {5,      300,    1'800,  7'200, 18'000,
                                        36'000, 50'400, 72'000, 86'400};
  double total = 0;
  for (int attempts = 1; attempts < most_attempts; ++attempts) {
    const auto verdict = judged({.status = 500, .retry_after = {}}, attempts);
    CHECK(verdict.state == DeliveryState::pending);
    CHECK(seconds_until(verdict.next_at) ==
          Approx(schedule.at(static_cast<std::size_t>(attempts) - 1)));
    total += seconds_until(verdict.next_at);
  }
  CHECK(total == Approx(75 * 3600 + 35 * 60 + 5));
  CHECK(judged({.status = 500, .retry_after = {}}, most_attempts).state == DeliveryState::failed);
}

TEST_CASE("pauses are spread by a fifth to either side") {
  const auto at = [](double chance) {
    return seconds_until(judge({.status = 500, .retry_after = {}}, 2, {}, {}, now, chance).next_at);
  };
  CHECK(at(0) == Approx(240));
  CHECK(at(0.999999) == Approx(360).epsilon(0.001));
}

TEST_CASE("2xx alone is delivered") {
  for (const int status : {200, 201, 202, 204, 299})
    CHECK(judged({.status = status, .retry_after = {}}).state == DeliveryState::delivered);
  for (const int status : {100, 199, 300, 301, 302, 307, 400, 401, 404, 410, 429, 500, 503})
    CHECK(judged({.status = status, .retry_after = {}}).state == DeliveryState::pending);
  CHECK(judged({}).state == DeliveryState::pending);
}

TEST_CASE("410 disables at once, and so do five days of failing, and nothing else") {
  CHECK(judged({.status = 410, .retry_after = {}}).disable == DisabledBecause::gone);
  const EndpointSoFar nearly{ago(5 * 24h - 1h), 40};
  const EndpointSoFar long_since{ago(5 * 24h), 40};
  CHECK_FALSE(judged({.status = 500, .retry_after = {}}, 3, nearly).disable);
  CHECK(judged({.status = 500, .retry_after = {}}, 3, long_since).disable ==
        DisabledBecause::failing);
  CHECK(judged({}, 3, long_since).disable == DisabledBecause::failing);
  CHECK_FALSE(judged({.status = 200, .retry_after = {}}, 3, long_since).disable);
}

TEST_CASE("Retry-After is kept to, for an hour at most, and never shortens a pause") {
  const auto busy = [](std::chrono::seconds wish) {
    return judged({.status = 429, .retry_after = wish});
  };
  CHECK(seconds_until(busy(120s).next_at) == Approx(120));
  CHECK(seconds_until(busy(120s).not_before) == Approx(120));
  CHECK(seconds_until(busy(48h).next_at) == Approx(3'600));
  CHECK(seconds_until(busy(1s).next_at) == Approx(5));
  CHECK(seconds_until(busy(-5s).next_at) == Approx(5));
}

TEST_CASE("who is away or overloaded is left in peace, longer and longer, up to five minutes") {
  for (const auto& attempted : std::vector<Attempted>{{},
                                                      {.status = 429, .retry_after = {}},
                                                      {.status = 502, .retry_after = {}},
                                                      {.status = 503, .retry_after = {}},
                                                      {.status = 504, .retry_after = {}}}) {
    double before = 0;
    for (std::int64_t failures = 0; failures < 12; ++failures) {
      const auto peace = seconds_until(judged(attempted, 1, {{}, failures}).not_before);
      CHECK(peace >= before);
      CHECK(peace >= 1);
      CHECK(peace <= 300);
      before = peace;
    }
    CHECK(before == Approx(300));
  }
  // An answer to this one message says nothing of the others.
  CHECK(judged({.status = 500, .retry_after = {}}, 1, {{}, 9}).not_before == now);
  CHECK(judged({.status = 404, .retry_after = {}}, 1, {{}, 9}).not_before == now);
}

TEST_CASE("words of webhooks are read as they are written") {
  for (const auto one : {WebhookScheme::v1a, WebhookScheme::v1})
    CHECK(webhook_scheme_named(name_of(one)) == one);
  for (const auto one : {DisabledBecause::owner, DisabledBecause::gone, DisabledBecause::failing})
    CHECK(disabled_because_named(name_of(one)) == one);
  for (const auto one : {DeliveryState::pending, DeliveryState::delivered, DeliveryState::failed})
    CHECK(delivery_state_named(name_of(one)) == one);
  CHECK_FALSE(webhook_scheme_named("v2"));
}
