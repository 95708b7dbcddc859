// What may be stated of mergers once something was taken over, and the taking over day by day.
#include "app/successions.hpp"

#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using tests::day;

namespace {

domain::Authority authority(const char* code, const char* ends_on = "",
                            const char* successor = "") {
  domain::Authority made;
  made.code = made.name = code;
  made.starts_on = day("1974-04-01");
  if (*ends_on != 0) made.ends_on = day(ends_on);
  if (*successor != 0) made.successors = {successor};
  return made;
}

app::Reference with(std::vector<domain::Authority> all) {
  return {.authorities = domain::Authorities(std::move(all)),
          .calendar = {{}, day("2026-01-01"), day("2026-12-31")},
          .periods = {}};
}

const domain::Succession old_by_new{"OLD", "NEW", "NEW", day("2026-04-01")};

// Remembers what it was told.
class Kept final : public ports::Successions {
public:
  core::Result<std::size_t> take_over(std::span<const domain::Succession> happened,
                                      std::span<const domain::Share> shares,
                                      core::Instant) override {
    told_shares.assign(shares.begin(), shares.end());
    told.emplace_back(happened.begin(), happened.end());
    if (fails) return core::Error(core::Errc::unavailable, "down");
    return happened.size();
  }
  core::Result<std::size_t> hand_on(core::Instant, std::size_t most) override {
    const auto now = std::min(waiting, most);
    waiting -= now;
    return now;
  }
  std::vector<std::vector<domain::Succession>> told;
  std::vector<domain::Share> told_shares;
  std::size_t waiting = 0;
  bool fails = false;
};

}  // namespace

TEST_CASE("What was taken over is not taken back, and not moved to another day or authority") {
  const auto stands = with({authority("OLD", "2026-03-31", "NEW"), authority("NEW")});
  const std::vector taken{old_by_new};
  CHECK(app::check_successions(stands, stands, taken).has_value());
  for (const auto& next :
       {with({authority("OLD"), authority("NEW")}),
        with({authority("OLD", "2026-04-30", "NEW"), authority("NEW")}),
        with({authority("OLD", "2026-03-31", "OTH"), authority("NEW"), authority("OTH")})}) {
    const auto refused = app::check_successions(stands, next, taken);
    REQUIRE(refused.has_error());
    CHECK(refused.error().detail().find("OLD by NEW on 2026-04-01") != std::string::npos);
  }
  // Its successor may end in turn.
  CHECK(app::check_successions(stands,
                               with({authority("OLD", "2026-03-31", "NEW"),
                                     authority("NEW", "2027-03-31", "OTH"), authority("OTH")}),
                               taken)
            .has_value());
}

TEST_CASE("A take-over is not stated for a day before the last one") {
  const auto stands =
      with({authority("OLD", "2026-03-31", "NEW"), authority("NEW"), authority("AAA")});
  const auto on = [](const char* day_before) {
    return with({authority("OLD", "2026-03-31", "NEW"), authority("NEW"),
                 authority("AAA", day_before, "NEW")});
  };
  const std::vector taken{old_by_new};
  CHECK(app::check_successions(stands, on("2026-03-30"), taken).has_error());
  CHECK(app::check_successions(stands, on("2026-03-31"), taken).has_value());
  CHECK(app::check_successions(stands, on("2030-03-31"), taken).has_value());
  // Known before: it stays as it was stated.
  CHECK(app::check_successions(on("2026-03-30"), on("2026-03-30"), taken).has_value());
  CHECK(app::newly_stated(stands, on("2030-03-31")) ==
        std::vector<domain::Succession>{{"AAA", "NEW", "NEW", day("2030-04-01")}});
}

TEST_CASE("What went to whom stays so, and is told with the day") {
  const core::Uuid named{{1}}, other{{2}};
  const auto divided = [&](const core::Uuid& record) {
    auto old = authority("OLD", "2026-03-31");
    old.successors = {"NEW", "OTH"};
    old.records_to = "NEW";
    auto all = with({});
    all.authorities =
        domain::Authorities({old, authority("NEW"), authority("OTH")}, {{"OLD", record, "OTH"}});
    return all;
  };
  // Until the day it is stated as often as one likes.
  CHECK(app::check_successions(divided(named), divided(other), {}).has_value());
  const auto taken = domain::stated_successions(divided(named).authorities);
  REQUIRE(taken.size() == 2);
  CHECK(app::check_successions(divided(named), divided(named), taken).has_value());
  CHECK(app::check_successions(divided(named), divided(other), taken).has_error());
  // And no merger becomes a division afterwards.
  const auto merged =
      with({authority("OLD", "2026-03-31", "NEW"), authority("NEW"), authority("OTH")});
  CHECK(app::check_successions(merged, divided(named), std::vector{old_by_new}).has_error());

  Kept kept;
  const app::ReferenceData reference(divided(named));
  core::Instant first_second;
  REQUIRE(core::parse_instant("2026-03-31T23:00:00Z", first_second));
  const core::ManualClock clock(first_second);
  app::TakingOver taking(kept, reference, clock);
  CHECK(taking.step().value() == false);
  REQUIRE(kept.told.size() == 1);
  CHECK(kept.told[0] == taken);
  CHECK(kept.told_shares == std::vector<domain::Share>{{"OLD", named, "OTH"}});
}

TEST_CASE("An authority is taken over on the day and once, and what waits is handed on at once") {
  Kept kept;
  const app::ReferenceData reference(
      with({authority("OLD", "2026-03-31", "NEW"), authority("NEW")}));
  core::Instant last_second;
  REQUIRE(core::parse_instant("2026-03-31T22:59:59Z", last_second));
  core::ManualClock clock(last_second);
  app::TakingOver taking(kept, reference, clock);
  CHECK(taking.step().value() == false);
  CHECK(kept.told.empty());

  // Midnight of the UK's summer time.
  clock.advance(std::chrono::seconds(1));
  kept.fails = true;
  CHECK(taking.step().has_error());
  kept.fails = false;
  kept.waiting = 700;
  CHECK(taking.step().value() == true);
  CHECK(taking.step().value() == false);
  CHECK(kept.waiting == 0);
  REQUIRE(kept.told.size() == 2);
  CHECK(kept.told[1] == std::vector{old_by_new});
}
