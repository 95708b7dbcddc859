// Rectification requests: who may end one, how, and in which month it is answered.
#include "domain/rectification.hpp"

#include "domain/duty.hpp"
#include "real_reference.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace badgewatch;
using domain::RectificationAct;
using domain::RectificationSides;
using domain::RectificationState;
using tests::day;

namespace {

constexpr RectificationSides receiver{.received = true, .recorded = false};
constexpr RectificationSides recorder{.received = false, .recorded = true};
constexpr RectificationSides both{.received = true, .recorded = true};

std::string due_on(const char* received_on) {
  return domain::open_duty({"LDS", domain::DutyKind::rectify, {}, day(received_on)},
                           tests::real_calendar(), tests::real_periods())
      .value()
      .due_on.iso();
}

}  // namespace

TEST_CASE("The recorder answers, the receiver withdraws, and an end is an end") {
  const std::map<RectificationAct, RectificationState> ends = {
      {RectificationAct::correct, RectificationState::corrected},
      {RectificationAct::refuse, RectificationState::refused},
      {RectificationAct::withdraw, RectificationState::withdrawn}};
  for (const auto act : domain::rectification_acts) {
    const bool is_receiver_s = act == RectificationAct::withdraw;
    for (const auto& [sides, may] :
         {std::pair(receiver, is_receiver_s), {recorder, !is_receiver_s}, {both, true}}) {
      INFO(domain::name_of(act));
      const auto next = domain::after(RectificationState::open, act, sides);
      REQUIRE(next.has_value() == may);
      if (may)
        CHECK(*next == ends.at(act));
      else
        CHECK(next.error().code() == core::Errc::forbidden);
      for (const auto& [other, state] : ends) {
        const auto again = domain::after(state, act, sides);
        REQUIRE(again.has_error());
        CHECK(again.error().code() == (may ? core::Errc::conflict : core::Errc::forbidden));
        CHECK(domain::possible_acts(state, sides).empty());
      }
    }
  }
  CHECK(domain::possible_acts(RectificationState::open, both).size() == 3);
}

TEST_CASE("One calendar month, which ends on a working day") {
  CHECK(due_on("2026-09-03") == "2026-10-05");  // 3 October is a Saturday
  CHECK(due_on("2026-10-02") == "2026-11-02");  // a Monday
  CHECK(due_on("2026-01-31") == "2026-03-02");  // 28 February is a Saturday
  CHECK(due_on("2024-01-31") == "2024-02-29");  // a leap year, a Thursday
  CHECK(due_on("2026-11-25") == "2026-12-29");  // Christmas, a weekend, the substitute day
  CHECK(due_on("2026-03-03") == "2026-04-07");  // Good Friday to Easter Monday
  const auto duty = domain::open_duty({"LDS", domain::DutyKind::rectify, {}, day("2026-09-03")},
                                      tests::real_calendar(), tests::real_periods());
  CHECK(
      duty->reckoning ==
      "1 month after Thursday 3 September 2026. The last day is Monday 5 October 2026: it ends on "
      "a working day.");
}
