// An entry through its life on the register in memory: what is refused, who stands up for it, what
// a check says of it meanwhile, and who is told.
#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;
using domain::AlertKind;
using domain::EntryChange;
using domain::EntryState;

namespace {

person::Person subject() {
  return person_named("Mohammed Iqbal Chowdhury", "1985-03-14", "QQ123456C");
}

struct Life : Running {
  core::Uuid entry;

  Life() : entry(enter(leeds, revocation_of(subject(), "LDS/1"))) { REQUIRE(caught_up()); }

  static app::ChangeToMake to(EntryChange change, std::string decided = "",
                              std::string approved = "") {
    app::ChangeToMake wanted;
    wanted.change = change;
    wanted.on = day("2026-11-20");
    wanted.reason = "As the committee decided.";
    wanted.signing.decided_by = std::move(decided);
    wanted.signing.approved_by = std::move(approved);
    return wanted;
  }

  core::Result<app::Answered> make(app::ChangeToMake wanted,
                                   std::optional<ports::IdempotencyKey> key = {}) {
    wanted.decision = entry;
    return entry_changes.change(
        leeds, wanted, {std::move(key), [](const app::ChangeMade& made) {
                          return ports::StoredAnswer{
                              made.is_proposal ? 202 : 200, made.record.history.back().change, {}};
                        }});
  }
  int status(app::ChangeToMake wanted) {
    const auto made = make(std::move(wanted));
    if (made) return made->answer.status;
    switch (made.error().code()) {
      case core::Errc::conflict:
        return 409;
      case core::Errc::invalid:
        return 422;
      case core::Errc::precondition_failed:
        return 412;
      default:
        return 500;
    }
  }
  ports::DecisionRecord read() { return reg.find_decision(leeds, entry).value(); }
  app::CheckAnswer ask(const person::Person& who) {
    REQUIRE(caught_up());
    return checks.ask(york, check_of(who)).value();
  }
  std::vector<std::string> told() {
    REQUIRE(watched());
    std::vector<std::string> changes;
    for (const auto& alert : alerts(york))
      if (alert.kind == AlertKind::entry_changed)
        changes.push_back(alert.change + " " + alert.licence_number);
    return changes;
  }
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("With one person a removal is proposed and the entry hits; another one removes it") {
  Life life;
  CHECK(life.status(Life::to(EntryChange::remove, "Ann Archer")) == 202);
  CHECK(life.read().state == EntryState::removal_proposed);
  CHECK(life.read().proposal->by.name == "Ann Archer");
  const auto shown = life.ask(subject());
  REQUIRE(shown.hits.size() == 1);
  CHECK(shown.hits[0].state == EntryState::removal_proposed);

  CHECK(life.status(Life::to(EntryChange::remove, " ann  ARCHER ")) == 422);
  CHECK(life.status(Life::to(EntryChange::remove, "", "ann archer")) == 422);
  CHECK(life.status(Life::to(EntryChange::lift)) == 409);
  CHECK(life.ask(subject()).hits.size() == 1);

  auto second = Life::to(EntryChange::remove, "", "Bob Baker");
  second.on.reset();
  second.reason.clear();
  CHECK(life.status(second) == 200);
  CHECK(life.ask(subject()).outcome == domain::Outcome::no_match);
  const auto removed = life.read();
  CHECK(removed.state == EntryState::removed);
  CHECK(!removed.proposal);
  CHECK(removed.history.back().decided_by == "Ann Archer");
  CHECK(removed.history.back().approved_by == "Bob Baker");
  CHECK(removed.history.back().on == day("2026-11-20"));
  CHECK(removed.history.back().reason == "As the committee decided.");
  CHECK(removed.history.size() == 3);
}

TEST_CASE("Two people in one call remove at once; one under two names does not") {
  Life life;
  CHECK(life.status(Life::to(EntryChange::remove, "Ann", "ANN ")) == 422);
  CHECK(life.status(Life::to(EntryChange::remove)) == 422);
  CHECK(life.read().state == EntryState::active);
  CHECK(life.status(Life::to(EntryChange::remove, "Ann", "Bob")) == 200);
  CHECK(life.read().state == EntryState::removed);
}

TEST_CASE("A correction of identity by one changes nothing until another approves it") {
  Life life;
  const auto corrected = person_named("Mahmoud Ali Rahman", "1971-08-02", "QQ654321A");
  auto proposal = Life::to(EntryChange::amend, "Ann");
  proposal.amendment.subject = corrected;
  CHECK(life.status(proposal) == 202);
  CHECK(life.read().state == EntryState::active);
  CHECK(life.read().decision.subject == subject());
  CHECK(life.ask(subject()).hits.size() == 1);
  CHECK(life.ask(corrected).hits.empty());
  CHECK(life.told().empty());  // as others know it, it is as it was

  auto other = Life::to(EntryChange::amend, "Bob");
  other.amendment.subject = person_named("Somebody Else", "1971-08-02");
  CHECK(life.status(other) == 409);
  CHECK(life.status(Life::to(EntryChange::remove, "Ann", "Bob")) == 409);
  CHECK(life.status(Life::to(EntryChange::amend, "", "Ann")) == 422);
  CHECK(life.status(Life::to(EntryChange::amend, "", "Bob")) == 200);
  CHECK(life.read().decision.subject == corrected);
  CHECK(life.ask(subject()).hits.empty());
  CHECK(life.ask(corrected).hits.size() == 1);
  CHECK(life.read().history.back().fields == Words{"/subject"});
}

TEST_CASE("A date is amended by one person, beside a correction that waits") {
  Life life;
  auto proposal = Life::to(EntryChange::amend, "Ann");
  proposal.amendment.subject = person_named("Mahmoud Ali Rahman", "1971-08-02");
  REQUIRE(life.status(proposal) == 202);
  auto dates = Life::to(EntryChange::amend);
  dates.amendment.effective_on = day("2026-12-07");
  CHECK(life.status(dates) == 200);
  CHECK(life.read().decision.effective_on == day("2026-12-07"));
  CHECK(life.read().proposal);
  CHECK(life.status(dates) == 422);  // so it stands already
  CHECK(life.status(Life::to(EntryChange::withdraw)) == 200);
  CHECK(!life.read().proposal);
  CHECK(life.read().decision.subject == subject());
  CHECK(life.status(Life::to(EntryChange::amend)) == 422);
}

TEST_CASE("An appeal that is allowed removes, and reinstating keeps the first clock") {
  Life life;
  const auto first = life.read().clocks.retained_until;
  CHECK(life.status(Life::to(EntryChange::appeal_allowed)) == 409);
  CHECK(life.status(Life::to(EntryChange::appeal_lodged)) == 200);
  CHECK(life.ask(subject()).hits.at(0).state == EntryState::under_appeal);
  CHECK(life.status(Life::to(EntryChange::appeal_dismissed)) == 200);
  CHECK(life.status(Life::to(EntryChange::appeal_lodged)) == 200);  // a further appeal
  CHECK(life.status(Life::to(EntryChange::appeal_allowed)) == 200);
  CHECK(life.ask(subject()).outcome == domain::Outcome::no_match);
  const auto clear = life.ask(subject());
  life.clock.advance(std::chrono::hours(24 * 400));
  auto back = Life::to(EntryChange::reinstate);
  CHECK(life.status(back) == 200);
  CHECK(life.read().clocks.retained_until == first);
  CHECK(life.ask(subject()).hits.size() == 1);
  // What was a clear is contradicted.
  const auto again = life.checks.find(life.york, clear.id).value();
  CHECK(again.find("\"contradicted_by\"") != std::string::npos);
  CHECK(again.find(life.entry.text()) != std::string::npos);
}

TEST_CASE("Nothing is reinstated past its period") {
  Life life;
  REQUIRE(life.status(Life::to(EntryChange::remove, "Ann", "Bob")) == 200);
  life.clock.advance(std::chrono::hours(24 * 366 * 11));
  CHECK(life.status(Life::to(EntryChange::reinstate)) == 409);
  CHECK(life.ask(subject()).hits.empty());
}

TEST_CASE("Who was given a hit is told of each change once; its own authority is not") {
  Life life;
  CHECK(life.ask(subject()).hits.size() == 1);
  CHECK(life.ask(subject()).hits.size() == 1);
  REQUIRE(life.status(Life::to(EntryChange::appeal_lodged)) == 200);
  REQUIRE(life.status(Life::to(EntryChange::appeal_allowed)) == 200);
  CHECK(life.told() == Words{"appeal_lodged ", "appeal_allowed "});
  CHECK(life.alerts(life.leeds).empty());
  for (const auto& alert : life.alerts(life.york))
    CHECK(alert.band.empty());
}

TEST_CASE("Who was alerted is told for each of its licences, once each") {
  Life life;
  life.put(life.york, licence_of(subject(), "Y1"));
  life.put(life.york, licence_of(subject(), "Y2"));
  REQUIRE(life.watched());
  CHECK(life.ask(subject()).hits.size() == 1);
  REQUIRE(life.status(Life::to(EntryChange::remove, "Ann")) == 202);
  REQUIRE(life.status(Life::to(EntryChange::remove, "", "Bob")) == 200);
  CHECK(life.told() == Words{"remove Y1", "remove Y2", "remove Y1", "remove Y2"});
  REQUIRE(life.status(Life::to(EntryChange::reinstate)) == 200);
  CHECK(life.told().size() == 6);
}

TEST_CASE("A correction finds the licensee whom it is about now") {
  Life life;
  const auto corrected = person_named("Mahmoud Ali Rahman", "1971-08-02", "QQ654321A");
  life.put(life.york, licence_of(corrected, "Y9"));
  REQUIRE(life.watched());
  CHECK(life.alerts(life.york).empty());
  auto wanted = Life::to(EntryChange::amend, "Ann", "Bob");
  wanted.amendment.subject = corrected;
  REQUIRE(life.status(wanted) == 200);
  REQUIRE(life.watched());
  const auto alerts = life.alerts(life.york);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0].kind == AlertKind::licensee_matched);
  CHECK(alerts[0].licence_number == "Y9");
}

TEST_CASE("A change whose answer was lost happens once") {
  Life life;
  life.reg.lose_next_answer();
  CHECK(life.status(Life::to(EntryChange::appeal_lodged)) == 200);
  CHECK(life.read().history.size() == 2);
  life.reg.lose_next_answer();
  CHECK(life.status(Life::to(EntryChange::remove, "Ann")) == 202);
  CHECK(life.read().history.size() == 3);
}

TEST_CASE("Under one key a change happens once, and another body is refused") {
  Life life;
  const ports::IdempotencyKey key{"k", core::Hash{}};
  CHECK(life.make(Life::to(EntryChange::remove, "Ann"), key)->answer.status == 202);
  const auto again = life.make(Life::to(EntryChange::remove, "Ann"), key);
  CHECK(again->answer.status == 202);
  CHECK(again->replayed);
  CHECK(life.read().history.size() == 2);
}

TEST_CASE("What comes behind a version that has gone is refused") {
  Life life;
  auto wanted = Life::to(EntryChange::appeal_lodged);
  wanted.allows_version = [](std::int64_t version) { return version == 1; };
  CHECK(life.status(wanted) == 200);
  wanted.change = EntryChange::later_grant;
  CHECK(life.status(wanted) == 412);
  CHECK(life.read().version == 2);
}

TEST_CASE("Another authority's entry is there for those alone who were given it") {
  Life life;
  auto wanted = Life::to(EntryChange::lift);
  wanted.decision = life.entry;
  const app::Once<app::ChangeMade> once{{}, [](const auto&) { return ports::StoredAnswer{}; }};
  const auto code = [&] {
    return life.entry_changes.change(life.york, wanted, once).error().code();
  };
  CHECK(code() == core::Errc::not_found);
  CHECK(life.ask(subject()).hits.size() == 1);
  CHECK(code() == core::Errc::forbidden);
  CHECK(life.read().version == 1);
}

TEST_CASE("A session's person proposes, and another's session approves") {
  Life life;
  auto mine = Life::to(EntryChange::remove);
  mine.signing.acting = domain::Signatory{"Ann Archer", "s-ann"};
  CHECK(life.status(mine) == 202);
  CHECK(life.status(mine) == 422);
  auto named = mine;
  named.signing.approved_by = "Bob Baker";
  CHECK(life.status(named) == 422);
  CHECK(life.read().state == EntryState::removal_proposed);
  auto theirs = Life::to(EntryChange::remove);
  theirs.signing.acting = domain::Signatory{"Bob Baker", "s-bob"};
  CHECK(life.status(theirs) == 200);
  CHECK(life.read().history.back().approved_by == "Bob Baker");
}

TEST_CASE("The log tells what happened to which entry, and neither why nor by whom") {
  Life life;
  REQUIRE(life.status(Life::to(EntryChange::remove, "Ann Archer")) == 202);
  const auto leaf = life.reg.leaves().back();
  CHECK(leaf.event.kind == "decision_changed");
  CHECK(leaf.event.subject == life.entry);
  CHECK(leaf.event.detail ==
        R"({"change":"remove","state":"removal_proposed","version":2,"proposed":true})");
}

TEST_CASE("A commit that fails leaves everything as it was") {
  Life life;
  life.reg.fail_records(true);
  CHECK(life.status(Life::to(EntryChange::remove, "Ann", "Bob")) == 500);
  life.reg.fail_records(false);
  CHECK(life.read().state == EntryState::active);
  CHECK(life.read().history.size() == 1);
  CHECK(life.ask(subject()).hits.size() == 1);
}

TEST_CASE("Kinds beyond the statute's are taken where they are turned on") {
  Running run;
  auto interim = revocation_of(subject(), "LDS/9");
  interim.kind = domain::DecisionKind::interim_suspension;
  const auto refused = run.records.enter_decisions(run.leeds, std::span(&interim, 1)).front();
  CHECK(refused.error().fields().at(0).pointer == "/kind");
  app::Records records(
      run.reg, run.reference, run.clock, run.randomness, [](const proof::Head&) {},
      {domain::DecisionKind::interim_suspension, domain::DecisionKind::out_of_area_suspension});
  const auto code_of = [&](const char* authority, const domain::Decision& decision) {
    const auto made = records.enter_decisions({authority, "key"}, std::span(&decision, 1)).front();
    return made ? std::string("taken") : made.error().fields().at(0).pointer;
  };
  CHECK(code_of("LDS", interim) == "taken");
  auto abroad = interim;
  abroad.kind = domain::DecisionKind::out_of_area_suspension;
  abroad.suspension_ends_on = day("2026-12-01");
  abroad.your_reference = "O/1";
  CHECK(code_of("LDS", abroad) == "taken");
  CHECK(code_of("GLG", abroad) == "/kind");
  auto pointer = interim;
  pointer.kind = domain::DecisionKind::surrendered_under_investigation;
  pointer.your_reference = "S/1";
  CHECK(code_of("LDS", pointer) == "/kind");
}
