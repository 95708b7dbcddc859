#include "app/letter_making.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

struct Asked final : ports::LetterMaking {
  explicit Asked(std::vector<std::string>& asked) : days(asked) {}
  core::Result<std::size_t> make_single(core::Instant, std::int64_t) override {
    return std::size_t{0};
  }
  core::Result<std::size_t> make_digests(core::Date day, core::Instant) override {
    days.push_back(day.iso());
    return std::size_t{0};
  }
  std::vector<std::string>& days;
};

// The days for which digests are made at that instant; 25 December 2026 is a Friday and a holiday.
std::vector<std::string> digests_at(const std::string& rfc3339) {
  core::Instant now;
  REQUIRE(core::parse_instant(rfc3339, now));
  const core::ManualClock clock(now);
  const auto day = [](const char* iso) { return core::Date::parse_iso(iso).value(); };
  const app::ReferenceData reference(
      app::Reference{domain::Authorities(),
                     core::WorkingDays({day("2026-12-25"), day("2026-12-28")}, day("2026-01-01"),
                                       day("2026-12-31")),
                     domain::Periods()});
  std::vector<std::string> days;
  app::LetterMaking letters(std::make_unique<Asked>(days), reference, clock,
                            {.digest_at = "07:30", .most_single = 20});
  REQUIRE(letters.step().has_value());
  return days;
}

}  // namespace

TEST_CASE("digests are made on working days from their time on, in UK time") {
  CHECK(digests_at("2026-12-24T07:29:59Z").empty());
  CHECK(digests_at("2026-12-24T07:30:00Z") == std::vector<std::string>{"2026-12-24"});
  CHECK(digests_at("2026-12-24T23:59:59Z") == std::vector<std::string>{"2026-12-24"});
  CHECK(digests_at("2026-12-25T09:00:00Z").empty());
  CHECK(digests_at("2026-12-26T09:00:00Z").empty());
  CHECK(digests_at("2026-12-29T07:30:00Z") == std::vector<std::string>{"2026-12-29"});
  // In summer the clocks of the UK are an hour ahead.
  CHECK(digests_at("2026-07-01T06:29:59Z").empty());
  CHECK(digests_at("2026-07-01T06:30:00Z") == std::vector<std::string>{"2026-07-01"});
}
