// Who acts for an authority that has ended, and from which day.
#include "domain/succession.hpp"

#include "real_reference.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::domain;
using tests::day;

namespace {

Authority authority(const char* code, const char* starts_on, const char* ends_on = "",
                    std::vector<std::string> successors = {}) {
  Authority made;
  made.code = code;
  made.name = "Council " + made.code;
  made.starts_on = day(starts_on);
  if (*ends_on != 0) made.ends_on = day(ends_on);
  made.successors = std::move(successors);
  return made;
}

std::string acting(const Authorities& all, const char* code, const char* on) {
  const auto* found = acting_for(all, code, day(on));
  return found == nullptr ? "" : found->code;
}

// OLD into MID on 1 April 2025, MID into NEW on 1 April 2027; SPL to OTH on 1 April 2026.
Authorities chain() {
  return Authorities({authority("OLD", "1974-04-01", "2025-03-31", {"MID"}),
                      authority("MID", "2025-04-01", "2027-03-31", {"NEW"}),
                      authority("NEW", "1974-04-01"), authority("OTH", "1974-04-01"),
                      authority("SPL", "1974-04-01", "2026-03-31", {"OTH"}),
                      authority("TWO", "1974-04-01", "2026-03-31", {"NEW", "OTH"}),
                      authority("GON", "1974-04-01", "2026-03-31")});
}

}  // namespace

TEST_CASE("On its last day an authority acts for itself, on the next day its successor does") {
  const auto all = chain();
  CHECK(acting(all, "OLD", "2025-03-31") == "OLD");
  CHECK(acting(all, "OLD", "2025-04-01") == "MID");
  CHECK(acting(all, "OLD", "2027-03-31") == "MID");
  CHECK(acting(all, "OLD", "2027-04-01") == "NEW");
  CHECK(acting(all, "MID", "2027-04-01") == "NEW");
  CHECK(acting(all, "NEW", "2027-04-01") == "NEW");
  CHECK(acting(all, "XXX", "2027-04-01").empty());
}

TEST_CASE("Of several successors nobody has the records") {
  const auto all = chain();
  CHECK(acting(all, "SPL", "2026-04-01") == "OTH");
  CHECK(acting(all, "TWO", "2026-04-01") == "TWO");
  CHECK(acting(all, "GON", "2026-04-01") == "GON");
}

TEST_CASE("Nobody stands for an authority but itself and who acts for it that day") {
  const auto all = chain();
  CHECK(stands_for(all, "MID", "OLD", day("2026-01-01")));
  CHECK_FALSE(stands_for(all, "NEW", "OLD", day("2026-01-01")));
  CHECK(stands_for(all, "NEW", "OLD", day("2027-04-01")));
  CHECK_FALSE(stands_for(all, "MID", "OLD", day("2027-04-01")));
  CHECK_FALSE(stands_for(all, "OLD", "NEW", day("2027-04-01")));
  CHECK_FALSE(stands_for(all, "OTH", "OLD", day("2027-04-01")));
  CHECK(stands_for(all, "OLD", "OLD", day("2027-04-01")));
  CHECK(is_one_house(all, "OLD", "MID", day("2026-01-01")));
  CHECK_FALSE(is_one_house(all, "OLD", "NEW", day("2026-01-01")));
  CHECK(is_one_house(all, "NEW", "OLD", day("2027-04-01")));
  CHECK_FALSE(is_one_house(all, "NEW", "OTH", day("2027-04-01")));
  CHECK_FALSE(is_one_house(all, "NEW", "XXX", day("2027-04-01")));
  CHECK(formers_of(all, "NEW", day("2027-03-31")).empty());
  CHECK(formers_of(all, "NEW", day("2027-04-01")) == std::vector<std::string>{"OLD", "MID"});
  CHECK(formers_of(all, "OTH", day("2027-04-01")) == std::vector<std::string>{"SPL"});
}

TEST_CASE("The old name stays readable beside the new one") {
  const auto all = chain();
  CHECK(name_on(all, "OLD", day("2025-03-31")) == "Council OLD");
  CHECK(name_on(all, "OLD", day("2025-04-01")) == "Council MID (formerly Council OLD)");
  CHECK(name_on(all, "OLD", day("2027-04-01")) == "Council NEW (formerly Council OLD)");
  CHECK(name_on(all, "GON", day("2027-04-01")) == "Council GON");
  CHECK(name_on(all, "XXX", day("2027-04-01")) == "XXX");
  CHECK(names_former(name_on(all, "OLD", day("2025-04-01"))));
  CHECK_FALSE(names_former(name_on(all, "OLD", day("2025-03-31"))));
  CHECK_FALSE(names_former("Council of Here (There)"));
}

TEST_CASE("What has happened by a day names who took over and who acts by now") {
  const auto all = chain();
  CHECK(successions_by(all, day("2025-03-31")).empty());
  CHECK(successions_by(all, day("2027-04-01")) ==
        std::vector<Succession>{{"OLD", "MID", "NEW", day("2025-04-01")},
                                {"SPL", "OTH", "OTH", day("2026-04-01")},
                                {"MID", "NEW", "NEW", day("2027-04-01")}});
}

TEST_CASE("A succession that leads back to itself, or to nobody in force, is named") {
  const Authorities ring({authority("AAA", "1974-04-01", "2026-03-31", {"BBB"}),
                          authority("BBB", "1974-04-01", "2027-03-31", {"AAA"})});
  const auto wrong = wrong_successors(ring);
  REQUIRE(wrong.size() == 3);
  CHECK(wrong[0] == std::pair(std::size_t{0}, std::string("leads back to where it began")));
  CHECK(wrong[1].second == "AAA is not in force on the day after ends_on");
  CHECK(wrong[2] == std::pair(std::size_t{1}, std::string("leads back to where it began")));
  // Bounded, whoever asks.
  CHECK(acting_for(ring, "AAA", day("2028-01-01")) != nullptr);
  const Authorities late(
      {authority("AAA", "1974-04-01", "2026-03-31", {"BBB"}), authority("BBB", "2026-05-01")});
  REQUIRE(wrong_successors(late).size() == 1);
  CHECK(wrong_successors(chain()).empty());
}
