// ISO weeks.
#include "app/misuse_reviews.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

TEST_CASE("an ISO week begins on its Monday; what is none is refused") {
  const auto monday = [](std::string_view week) {
    const auto found = app::monday_of(week);
    return found ? found->iso() : "";
  };
  CHECK(monday("2026-W01") == "2025-12-29");
  CHECK(monday("2026-W48") == "2026-11-23");
  CHECK(monday("2026-W53") == "2026-12-28");
  CHECK(monday("2027-W01") == "2027-01-04");
  CHECK(monday("2027-W53").empty());
  for (const auto* wrong :
       {"", "2026-W00", "2026-W54", "2026W01", "2026-w01", "2026-W1", "20x6-W01", "2026-W-1"})
    CHECK(monday(wrong).empty());
}
