#include "domain/two_licences.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using domain::AlertKind;
using enum domain::LicenceStatus;

namespace {

constexpr std::chrono::days open{180};
constexpr core::Instant now{std::int64_t{1'800'000'000} * 1'000'000};

domain::LicenceStanding standing(domain::LicenceStatus status, int days_ago = 0) {
  return {status, {now.micros - std::chrono::microseconds(std::chrono::days(days_ago)).count()}};
}

}  // namespace

TEST_CASE("Who is licensed by both is told to each, however long ago that was") {
  for (const auto own : {current, suspended})
    for (const auto other : {current, suspended})
      CHECK(domain::told_of(standing(own, 4000), standing(other, 4000), now, open) ==
            AlertKind::dual_licence);
}

TEST_CASE("An open application elsewhere is told to who licenses him, or has his application too") {
  for (const auto own : {current, suspended, applied})
    CHECK(domain::told_of(standing(own), standing(applied), now, open) ==
          AlertKind::applicant_pending_elsewhere);
  // Whoever has the application alone is told once it is granted.
  CHECK_FALSE(domain::told_of(standing(applied), standing(current), now, open));
}

TEST_CASE("An application that nobody has touched for long is no open one") {
  CHECK(domain::told_of(standing(current), standing(applied, 180), now, open));
  CHECK_FALSE(domain::told_of(standing(current), standing(applied, 181), now, open));
  CHECK_FALSE(domain::told_of(standing(applied, 181), standing(applied), now, open));
}

TEST_CASE("Of a licence that is over nobody is told") {
  for (const auto over : {revoked, refused, expired, surrendered})
    for (const auto other : {applied, current, suspended, revoked}) {
      CHECK_FALSE(domain::told_of(standing(over), standing(other), now, open));
      CHECK_FALSE(domain::told_of(standing(other), standing(over), now, open));
    }
}
