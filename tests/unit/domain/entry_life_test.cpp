// Each state and each change: where it leads, or that it may not happen and what may.
#include "domain/entry_life.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace badgewatch;
using domain::EntryChange;
using domain::EntryState;
using domain::Signed;

namespace {

constexpr EntryState states[] = {EntryState::active, EntryState::under_appeal,
                                 EntryState::removal_proposed, EntryState::ended,
                                 EntryState::removed};

// An entry that stands so because of nothing else.
domain::EntryNow entry_in(EntryState state, domain::DecisionKind kind) {
  domain::EntryNow entry;
  entry.kind = kind;
  entry.standing.state = state;
  entry.standing.lifted = state == EntryState::ended;
  entry.standing.appealed = state == EntryState::under_appeal;
  entry.shown = state;
  return entry;
}

std::string leads_to(const domain::EntryNow& entry, EntryChange change, Signed by) {
  const auto next = domain::after(entry, change, by);
  return next ? std::string(domain::name_of(next->state)) : "-";
}

// The rows are states, the columns changes, in the order of domain::entry_changes: written down a
// second time, by their names.
using Row = std::array<const char*, domain::entry_changes.size()>;
const std::map<EntryState, Row> suspension = {
    {EntryState::active,
     {"active", "ended", "under_appeal", "-", "-", "active", "removed", "-", "-", "active", "-"}},
    {EntryState::under_appeal,
     {"under_appeal", "ended", "-", "removed", "active", "under_appeal", "removed", "-", "-",
      "under_appeal", "-"}},
    {EntryState::removal_proposed,
     {"-", "-", "-", "-", "-", "-", "removed", "active", "-", "removal_proposed", "-"}},
    {EntryState::ended,
     {"ended", "-", "under_appeal", "-", "-", "ended", "removed", "-", "-", "ended", "-"}},
    {EntryState::removed, {"-", "-", "-", "-", "-", "-", "-", "-", "active", "-", "-"}},
};

}  // namespace

TEST_CASE("Each change of a suspension in each state leads where the table says") {
  for (const auto state : states) {
    for (const auto change : domain::entry_changes) {
      INFO(domain::name_of(state) << " " << domain::name_of(change));
      const auto entry = entry_in(state, domain::DecisionKind::suspension);
      const auto& expected = suspension.at(state)[static_cast<std::size_t>(change)];
      CHECK(leads_to(entry, change, Signed::by_two) == expected);
      const bool is_removal = change == EntryChange::remove && std::string(expected) != "-";
      CHECK(leads_to(entry, change, Signed::by_one) ==
            (is_removal ? "removal_proposed" : expected));
    }
  }
}

TEST_CASE("A dispute marks an entry once, is lifted again, and moves it nowhere") {
  for (const auto state : states) {
    INFO(domain::name_of(state));
    auto entry = entry_in(state, domain::DecisionKind::revocation);
    const auto marked = domain::after(entry, EntryChange::disputed, Signed::by_one);
    CHECK(marked.has_value() == (state != EntryState::removed));
    if (!marked) continue;
    CHECK(marked->disputed);
    CHECK(marked->state == state);
    entry.standing = *marked;
    CHECK_FALSE(domain::after(entry, EntryChange::disputed, Signed::by_two));
    const auto lifted = domain::after(entry, EntryChange::dispute_lifted, Signed::by_one);
    REQUIRE(lifted.has_value());
    CHECK_FALSE(lifted->disputed);
    CHECK(lifted->state == state);
    // It outlives whatever else happens to the entry.
    const auto removed = domain::after(entry, EntryChange::remove, Signed::by_two);
    REQUIRE(removed.has_value());
    CHECK(removed->disputed);
  }
}

TEST_CASE("Only a suspension is lifted") {
  using enum domain::DecisionKind;
  for (const auto kind : {refusal, refusal_to_renew, revocation, surrendered_under_investigation}) {
    CHECK(leads_to(entry_in(EntryState::active, kind), EntryChange::lift, Signed::by_two) == "-");
    CHECK(leads_to(entry_in(EntryState::active, kind), EntryChange::appeal_lodged,
                   Signed::by_two) == "under_appeal");
  }
  for (const auto kind : {suspension, interim_suspension, out_of_area_suspension})
    CHECK(leads_to(entry_in(EntryState::active, kind), EntryChange::lift, Signed::by_two) ==
          "ended");
}

TEST_CASE("What is refused names the state and exactly what is possible") {
  for (const auto state : states) {
    for (const auto kind : {domain::DecisionKind::suspension, domain::DecisionKind::revocation}) {
      const auto entry = entry_in(state, kind);
      const auto error = domain::not_possible(entry);
      CHECK(error.code() == core::Errc::conflict);
      CHECK(error.detail().find("`" + std::string(domain::name_of(state)) + "`") !=
            std::string::npos);
      REQUIRE(error.fields().size() == 1);
      CHECK(error.fields()[0].pointer == "/change");
      std::string list;
      for (const auto change : domain::entry_changes)
        if (domain::after(entry, change, Signed::by_two))
          list += (list.empty() ? "" : ", ") + std::string(domain::name_of(change));
      CHECK(error.fields()[0].detail == "must be one of " + list);
      CHECK(!list.empty());
    }
  }
}

TEST_CASE(
    "A proposal that is withdrawn, and a removal that is undone, lead back to where it stood") {
  for (const auto state : {EntryState::active, EntryState::under_appeal, EntryState::ended}) {
    auto entry = entry_in(state, domain::DecisionKind::suspension);
    for (const auto by : {Signed::by_one, Signed::by_two}) {
      auto then = entry;
      then.standing = domain::after(entry, EntryChange::remove, by).value();
      then.shown = then.standing.state;
      const auto undo = by == Signed::by_one ? EntryChange::withdraw : EntryChange::reinstate;
      CHECK(domain::after(then, undo, by) == entry.standing);
    }
  }
}

TEST_CASE("A lifted suspension whose appeal is dismissed is ended, not active") {
  auto entry = entry_in(EntryState::ended, domain::DecisionKind::suspension);
  entry.standing = domain::after(entry, EntryChange::appeal_lodged, Signed::by_one).value();
  entry.shown = entry.standing.state;
  CHECK(leads_to(entry, EntryChange::appeal_dismissed, Signed::by_one) == "ended");
}

TEST_CASE("What is ended by time may be appealed and amended, and is not lifted") {
  domain::EntryNow entry{
      .kind = domain::DecisionKind::suspension, .standing = {}, .shown = EntryState::ended};
  CHECK(leads_to(entry, EntryChange::lift, Signed::by_one) == "-");
  CHECK(leads_to(entry, EntryChange::amend, Signed::by_one) == "active");  // the end tells
  CHECK(leads_to(entry, EntryChange::appeal_lodged, Signed::by_one) == "under_appeal");
}

TEST_CASE("One proposal at a time, and a proposed correction hinders no court") {
  auto entry = entry_in(EntryState::under_appeal, domain::DecisionKind::revocation);
  entry.correction_proposed = true;
  CHECK(leads_to(entry, EntryChange::remove, Signed::by_two) == "-");
  CHECK(leads_to(entry, EntryChange::withdraw, Signed::by_one) == "under_appeal");
  CHECK(leads_to(entry, EntryChange::amend, Signed::by_two) == "under_appeal");
  CHECK(leads_to(entry, EntryChange::appeal_allowed, Signed::by_one) == "removed");
  CHECK(leads_to(entry, EntryChange::appeal_dismissed, Signed::by_one) == "active");
}

TEST_CASE("The changes have names, and no other words have") {
  std::set<std::string_view> names;
  for (const auto change : domain::entry_changes) {
    names.insert(domain::name_of(change));
    CHECK(domain::entry_change_named(domain::name_of(change)) == change);
  }
  CHECK(names.size() == domain::entry_changes.size());
  CHECK(!domain::entry_change_named("entered"));
  CHECK(!domain::entry_change_named(""));
}
