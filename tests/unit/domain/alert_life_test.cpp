#include "domain/alert_life.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace badgewatch;
using namespace badgewatch::domain;
using enum AlertState;
using enum AlertChange;

namespace {

// Written down a second time: every pair that is missing may not happen.
const std::map<std::pair<AlertState, AlertChange>, AlertState> moves = {
    {{raised, see}, seen},
    {{raised, acknowledge}, acknowledged},
    {{raised, act}, acted},
    {{raised, dismiss}, dismissed},
    {{seen, acknowledge}, acknowledged},
    {{seen, act}, acted},
    {{seen, dismiss}, dismissed},
    {{acknowledged, act}, acted},
    {{acknowledged, dismiss}, dismissed},
    {{acted, act}, acted},
    {{dismissed, acknowledge}, acknowledged},
};
constexpr std::array states{raised, seen, acknowledged, acted, dismissed};

}  // namespace

TEST_CASE("an alert moves as the table says, and not otherwise") {
  for (const auto state : states)
    for (const auto change : alert_changes) {
      INFO(name_of(state) << " " << name_of(change));
      const auto found = moves.find({state, change});
      CHECK(after(state, change) ==
            (found == moves.end() ? std::optional<AlertState>() : found->second));
    }
}

TEST_CASE("whoever may not is told what may be") {
  CHECK(possible_changes(acted) == std::vector{act});
  CHECK(not_possible(acted).code() == core::Errc::conflict);
  CHECK(not_possible(acted).detail() == "The alert is acted. What is possible: act.");
  CHECK(not_possible(acknowledged).detail() ==
        "The alert is acknowledged. What is possible: act, dismiss.");
  // Nothing is an end that nobody could mend.
  for (const auto state : states)
    CHECK_FALSE(possible_changes(state).empty());
}

TEST_CASE("what was done and why it was dismissed are said, seeing is not explained") {
  CHECK(needs_note(act));
  CHECK(needs_note(dismiss));
  CHECK_FALSE(needs_note(see));
  CHECK_FALSE(needs_note(acknowledge));
  for (const auto change : alert_changes)
    CHECK(alert_change_named(name_of(change)) == change);
}
