#include "domain/mail.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch::domain;
using badgewatch::core::Instant;

namespace {

constexpr Instant now{1'000'000'000'000};

Verdict judged(MailAnswer answer, int attempts = 1, const EndpointSoFar& endpoint = {}) {
  return judge_letter(answer, attempts, endpoint, {.disable_after = 3}, now, 0.5);
}

double seconds_until(Instant later) {
  return static_cast<double>(later.micros - now.micros) / 1e6;
}

}  // namespace

TEST_CASE("a letter that the relay has is delivered") {
  const auto verdict = judged(MailAnswer::taken);
  CHECK(verdict.state == DeliveryState::delivered);
  CHECK_FALSE(verdict.disable);
  CHECK(verdict.not_before == now);
}

TEST_CASE("what is not taken now comes again by the one schedule, and its mailbox has peace") {
  CHECK(seconds_until(judged(MailAnswer::later, 1).next_at) == 5);
  CHECK(seconds_until(judged(MailAnswer::later, 2).next_at) == 300);
  CHECK(judged(MailAnswer::later, 9).state == DeliveryState::pending);
  CHECK(judged(MailAnswer::later, 10).state == DeliveryState::failed);
  CHECK(seconds_until(judged(MailAnswer::later).not_before) == 1);
  CHECK(seconds_until(
            judged(MailAnswer::later, 1, {.failing_since = now, .failures = 20, .refusals = 0})
                .not_before) == 300);
}

TEST_CASE("however long a relay is away, no mailbox is disabled for it") {
  const EndpointSoFar long_ago{.failing_since = Instant{0}, .failures = 10'000, .refusals = 0};
  CHECK_FALSE(judged(MailAnswer::later, 10, long_ago).disable);
}

TEST_CASE("what is refused for good is not sent again, and the third in a row disables") {
  const auto first = judged(MailAnswer::refused);
  CHECK(first.state == DeliveryState::refused);
  CHECK(first.not_before == now);
  CHECK_FALSE(first.disable);
  CHECK_FALSE(
      judged(MailAnswer::refused, 1, {.failing_since = now, .failures = 9, .refusals = 1}).disable);
  CHECK(judged(MailAnswer::refused, 1, {.failing_since = now, .failures = 2, .refusals = 2})
            .disable == DisabledBecause::refused);
}
