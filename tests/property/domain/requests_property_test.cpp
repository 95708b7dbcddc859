// Requests between two authorities through any story of acts: no act of the wrong side and none
// behind the end changes anything, an end is never left, and a refusal names what is possible.
#include "domain/disclosure.hpp"
#include "domain/rectification.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

using namespace badgewatch;
using domain::DisclosureAct;
using domain::DisclosureSide;
using domain::DisclosureState;
using domain::RectificationAct;
using domain::RectificationSides;
using domain::RectificationState;

namespace {

bool names(const core::Error& error, std::string_view word) {
  return error.detail().find(word) != std::string::npos;
}

}  // namespace

TEST_CASE("A disclosure request through any story ends once, answered before it is closed") {
  CHECK(rc::check([] {
    auto state = DisclosureState::open;
    bool answered = false;
    const auto story = *rc::gen::container<std::vector<std::pair<std::size_t, bool>>>(
        rc::gen::pair(rc::gen::inRange<std::size_t>(0, domain::disclosure_acts.size()),
                      rc::gen::arbitrary<bool>()));
    for (const auto& [number, asks] : story) {
      const auto act = domain::disclosure_acts[number];
      const auto side = asks ? DisclosureSide::asking : DisclosureSide::recording;
      const auto possible = domain::possible_acts(state, side);
      const bool may = std::find(possible.begin(), possible.end(), act) != possible.end();
      const auto next = domain::after(state, act, side);
      RC_ASSERT(next.has_value() == may);
      if (!next) {
        const auto refused = domain::not_possible(state, act, side);
        const bool is_its = domain::is_act_of(act, side);
        RC_ASSERT(refused.code() == (is_its ? core::Errc::conflict : core::Errc::forbidden));
        for (const auto one : possible)
          RC_ASSERT(!is_its || names(refused, domain::name_of(one)));
        continue;
      }
      RC_ASSERT(state != DisclosureState::closed && state != DisclosureState::withdrawn);
      answered = answered || act == DisclosureAct::answer;
      if (*next == DisclosureState::closed) RC_ASSERT(answered && asks);
      if (*next == DisclosureState::withdrawn) RC_ASSERT(!answered && asks);
      state = *next;
    }
  }));
}

TEST_CASE("A rectification request through any story ends once, by the side whose act it is") {
  CHECK(rc::check([] {
    auto state = RectificationState::open;
    int ends = 0;
    const auto story = *rc::gen::container<std::vector<std::tuple<std::size_t, bool, bool>>>(
        rc::gen::tuple(rc::gen::inRange<std::size_t>(0, domain::rectification_acts.size()),
                       rc::gen::arbitrary<bool>(), rc::gen::arbitrary<bool>()));
    for (const auto& [number, received, recorded] : story) {
      const auto act = domain::rectification_acts[number];
      const RectificationSides by{.received = received, .recorded = recorded};
      const auto possible = domain::possible_acts(state, by);
      const bool may = std::find(possible.begin(), possible.end(), act) != possible.end();
      const auto next = domain::after(state, act, by);
      RC_ASSERT(next.has_value() == may);
      if (!next) {
        const bool is_its = act == RectificationAct::withdraw ? received : recorded;
        RC_ASSERT(next.error().code() == (is_its ? core::Errc::conflict : core::Errc::forbidden));
        if (is_its) RC_ASSERT(names(next.error(), domain::name_of(state)));
        continue;
      }
      ++ends;
      state = *next;
      RC_ASSERT(state != RectificationState::open);
    }
    RC_ASSERT(ends <= 1);
  }));
}
