// An entry through any story of changes: nothing is lost, no clock begins anew, whoever alone wants
// it removed does not get it, and a check hits it exactly while it is not removed.
#include "../../unit/app/running.hpp"
#include "app/change_in_hand.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <array>

using namespace badgewatch;
using namespace badgewatch::tests;
using domain::EntryChange;
using domain::EntryState;

namespace {

// One attempt of a story.
struct Attempt {
  std::size_t change = 0;
  std::size_t decided = 0;  // 0: not named
  std::size_t approved = 0;
  std::size_t person = 0;  // of an amendment; 0: a date alone
  int days = 0;            // since the attempt before
};

constexpr std::array<const char*, 4> people = {"", "Ann Archer", "Bob Baker", "ann  ARCHER"};

core::Date first_day() {
  return day("2026-11-16");
}

person::Person someone(std::size_t number) {
  return person_named("Zbigniew Kowalczyk " + std::string(number, 'i'),
                      "1961-05-1" + std::to_string(number));
}

ports::DecisionRecord new_entry() {
  ports::DecisionRecord record;
  record.decision = revocation_of(someone(0), "1");
  record.decision.kind = domain::DecisionKind::suspension;
  record.decision.suspension_ends_on = first_day().plus_days(60);
  record.clocks.retained_until = first_day().plus_years(11).plus_days(-1);
  record.version = 1;
  ports::HistoryItem item;
  item.version = 1;
  item.change = "entered";
  item.on = first_day();
  record.history.push_back(item);
  return record;
}

app::ChangeToMake wanted_by(const Attempt& attempt, core::Date today) {
  app::ChangeToMake wanted;
  wanted.change = domain::entry_changes[attempt.change];
  wanted.on = today;
  wanted.reason = "Reason.";
  wanted.signing.decided_by = people[attempt.decided];
  wanted.signing.approved_by = people[attempt.approved];
  if (wanted.change != EntryChange::amend) return wanted;
  wanted.amendment.effective_on = first_day().plus_days(attempt.days);
  if (attempt.person > 0) wanted.amendment.subject = someone(attempt.person);
  return wanted;
}

bool is_same(std::size_t a, std::size_t b) {
  return a == b || (a + b == 4 && a != 2);  // Ann under two spellings
}

using Make = core::Result<app::ChangeMade> (*)(ports::DecisionRecord, const app::ChangeToMake&,
                                               core::Date);

// The deliberately broken twin: takes whoever stands up for a removal as two.
core::Result<app::ChangeMade> twin(ports::DecisionRecord stands, const app::ChangeToMake& wanted,
                                   core::Date today) {
  auto believed = wanted;
  if (!believed.signing.decided_by.empty() && believed.signing.approved_by.empty())
    believed.signing.approved_by = "Somebody Else";
  return app::changed_entry(std::move(stands), believed, today);
}

// What may happen now, by trying each of them well signed.
std::string possible(const ports::DecisionRecord& stands, core::Date today) {
  std::string list;
  for (std::size_t i = 0; i < domain::entry_changes.size(); ++i) {
    const Attempt well_signed{.change = i, .decided = 1, .approved = 2, .person = 3, .days = 1};
    const auto made = app::changed_entry(stands, wanted_by(well_signed, today), today);
    const bool is_illegal = !made && made.error().code() == core::Errc::conflict &&
                            !made.error().fields().empty() &&
                            made.error().fields()[0].pointer == "/change";
    if (!is_illegal)
      list += (list.empty() ? "" : ", ") + std::string(domain::name_of(domain::entry_changes[i]));
  }
  return list;
}

// The first thing that is not as it must be; empty when all is.
std::string fault_of(const std::vector<Attempt>& story, Make make) {
  auto stands = new_entry();
  auto today = first_day();
  std::size_t proposer = 0;  // of what waits
  for (const auto& attempt : story) {
    today = today.plus_days(attempt.days);
    const auto wanted = wanted_by(attempt, today);
    auto made = make(stands, wanted, today);
    if (!made) {
      const auto& error = made.error();
      const bool names = error.code() == core::Errc::conflict && !error.fields().empty() &&
                         error.fields()[0].pointer == "/change";
      if (names && error.fields()[0].detail != "must be one of " + possible(stands, today))
        return "the changes that a refusal names are not those that are possible";
      continue;
    }
    const auto& next = made->record;
    if (next.clocks.retained_until != stands.clocks.retained_until) return "a clock began anew";
    if (next.version != stands.version + 1) return "not the next version";
    if (next.history.size() != stands.history.size() + 1 ||
        !std::equal(stands.history.begin(), stands.history.end(), next.history.begin()))
      return "the history was overwritten";
    const bool clears =
        next.state == EntryState::removed || next.decision.subject != stands.decision.subject;
    if (clears && wanted.change != EntryChange::appeal_allowed) {
      std::vector<std::size_t> signers;
      for (const auto one : {attempt.decided, attempt.approved, proposer})
        if (one != 0 && std::none_of(signers.begin(), signers.end(),
                                     [&](auto other) { return is_same(one, other); }))
          signers.push_back(one);
      if (signers.size() < 2) return "one person made what two have to";
    }
    if (made->is_proposal && next.decision != stands.decision)
      return "a proposal changed the entry";
    if (made->is_proposal && !domain::is_shown(next.state)) return "a proposal hid the entry";
    if (made->is_proposal) proposer = std::max(attempt.decided, attempt.approved);
    if (!next.proposal) proposer = 0;
    if (wanted.change == EntryChange::reinstate && next.state == EntryState::removed)
      return "it was not reinstated";
    if (stands.state == EntryState::removed && wanted.change != EntryChange::reinstate)
      return "something happened to a removed entry";
    stands = std::move(made->record);
  }
  return "";
}

rc::Gen<Attempt> any_attempt() {
  return rc::gen::build<Attempt>(
      rc::gen::set(&Attempt::change,
                   rc::gen::inRange<std::size_t>(0, domain::entry_changes.size())),
      rc::gen::set(&Attempt::decided, rc::gen::inRange<std::size_t>(0, people.size())),
      rc::gen::set(&Attempt::approved, rc::gen::inRange<std::size_t>(0, people.size())),
      rc::gen::set(&Attempt::person, rc::gen::inRange<std::size_t>(0, 3)),
      rc::gen::set(&Attempt::days, rc::gen::inRange(0, 40)));
}

}  // namespace

TEST_CASE(
    "No story of changes loses an entry or a clock, and what is refused names what is possible") {
  CHECK(rc::check("an entry's life", [] {
    const auto story = *rc::gen::container<std::vector<Attempt>>(any_attempt());
    const auto fault = fault_of(story, app::changed_entry);
    if (!fault.empty()) RC_FAIL(fault);
  }));
}

TEST_CASE("The stories catch a twin that lets one person remove") {
  core::SeededRandomness randomness(7);
  const auto draw = [&](std::size_t below) {
    std::uint8_t byte = 0;
    randomness.fill(std::span(&byte, 1));
    return byte % below;
  };
  int caught = 0;
  for (int i = 0; i < 300; ++i) {
    std::vector<Attempt> story(10);
    for (auto& one : story)
      one = {.change = draw(domain::entry_changes.size()),
             .decided = draw(people.size()),
             .approved = draw(people.size()),
             .person = draw(3),
             .days = static_cast<int>(draw(40))};
    CHECK(fault_of(story, app::changed_entry) == "");
    caught += fault_of(story, twin) == "one person made what two have to" ? 1 : 0;
  }
  CHECK(caught > 0);
}

namespace {

struct Tally {
  int hits = 0;
  int clears = 0;
  int wrong = 0;
  int wrong_of_twin = 0;
};

// The deliberately broken twin of a check: shows whoever is in the register, removed or not.
bool twin_hits(ports::MemoryRegister& reg, const person::Person& who) {
  bool found = false;
  (void)reg.new_feed()->snapshot(1, [&](std::vector<ports::IndexRow>&& rows) {
    for (const auto& row : rows)
      found = found || row.person == who;
  });
  return found;
}

void live_through(std::uint64_t seed, Tally& tally) {
  core::SeededRandomness randomness(seed);
  const auto draw = [&](std::size_t below) {
    std::uint8_t byte = 0;
    randomness.fill(std::span(&byte, 1));
    return byte % below;
  };
  Running run({}, std::chrono::seconds(5));
  const auto entry = run.enter(run.leeds, revocation_of(someone(0), "1"));
  for (int step = 0; step < 25; ++step) {
    // Weighted towards what removes and brings back.
    constexpr std::array<std::size_t, 8> often = {2, 3, 4, 6, 6, 7, 8, 8};
    Attempt attempt{.change = often[draw(often.size())],
                    .decided = draw(people.size()),
                    .approved = draw(people.size()),
                    .person = 0,
                    .days = 0};
    auto wanted = wanted_by(attempt, first_day().plus_days(1));
    wanted.decision = entry;
    (void)run.entry_changes.change(
        run.leeds, wanted, {{}, [](const auto&) { return ports::StoredAnswer{200, "", {}}; }});
    const bool is_removed = run.reg.find_decision(run.leeds, entry)->state == EntryState::removed;
    const auto answer = run.checks.ask(run.york, check_of(someone(0)));
    REQUIRE(answer.has_value());
    const bool is_hit = !answer->hits.empty();
    (is_hit ? tally.hits : tally.clears) += 1;
    tally.wrong += is_hit == is_removed ? 1 : 0;
    tally.wrong_of_twin += twin_hits(run.reg, someone(0)) == is_removed ? 1 : 0;
  }
}

}  // namespace

TEST_CASE("A check hits an entry exactly while it is not removed, whatever happened to it before") {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 12; ++seed)
    live_through(seed, tally);
  INFO(tally.hits << " hits, " << tally.clears << " clears");
  CHECK(tally.wrong == 0);
  CHECK(tally.wrong_of_twin > 0);
  CHECK(tally.hits > 20);
  CHECK(tally.clears > 20);
}
